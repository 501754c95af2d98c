/** Words that sections of résumés are called by, in the languages whose dates are read. */
const words = `
  about academic accomplishments achievements activities additional and awards background bio career certificates certifications
  code committee communities community competencies conferences contact contributions core courses coursework
  community details education educational employment experience expertise extracurricular foss free history honors honours
  hobbies industry information interests internships key languages leadership leisure licenses memberships mentoring military
  misc miscellaneous objective open oss other patents personal portfolio presentations professional profile projects
  publications qualifications recent references relevant research roles selected service side skills skillset social software
  source speaking statement strengths studies summary talks teaching technical technologies tools top training volunteer
  volunteering work writing
  auszeichnungen ausbildung beiträge beruflicher berufserfahrung berufspraxis bildung bildungsweg daten ehrenamt
  ehrenamtliches engagement erfahrung fähigkeiten hobbys interessen kenntnisse kontakt kurzprofil lebenslauf persönliche praktika
  profil projekte publikationen quelloffene sonstiges sprachen sprachkenntnisse stärken studium tätigkeiten und veröffentlichungen
  vorträge weiterbildung weiterbildungen werdegang zertifikate zertifizierungen zusammenfassung
  bénévolat centres certificats compétences conférences contributions coordonnées diplômes distinctions divers études expérience
  expériences formation formations intérêt intérêts langues libre libres logiciel logiciels loisirs parcours personnels profil
  professionnel professionnelle professionnelles projets publications résumé techniques
  abierto aptitudes capacitación certificaciones charlas código competencias conocimientos contacto contribuciones cursos datos
  educación estudios experiencia formación habilidades idiomas intereses laboral libre logros otros perfil personales
  profesional profesionales proyectos publicaciones resumen sobre trabajo técnicas técnicos voluntariado
  aberto acadêmica certificações competências conhecimentos contato contribuições educação experiência experiências formação
  habilidades idiomas interesses línguas objetivo outros perfil pessoais profissionais profissional projetos publicações resumo
  trabalho voluntariado
  certificazioni competenze conferenze contatti contributi esperienza esperienze formazione interessi istruzione lingue
  pubblicazioni progetti profilo volontariato
  bijdragen cursussen ervaring gegevens interesses nevenactiviteiten opleiding opleidingen profiel projecten publicaties
  talen vaardigheden vrijwilligerswerk werkervaring
  a à aos aux d da das de del den der des di do dos du e en für i in la le les of the to von y zu zum zur`

/** Found in the name of a section and in much else. */
const small = `a à additional academic and aos aux background code core d da das de del den der des details di do dos du e en für i in
  industry key la le les of open other recent relevant selected side social software sobre source statement the to top und von
  work y zu zum zur`

const known = new Set(words.trim().split(/\s+/))
const weak = new Set(small.trim().split(/\s+/))

/** How far a line reads as the name of a section: `Open Source Contributions`, `Leadership & Giving`, `Lantern`. */
export function sectionName(text: string): 'whole' | 'partly' | 'no' {
  const found =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const isOpenSource = /\bopen[- ]source\b/i.test(text)
  if (!isOpenSource && !found.some((word) => known.has(word) && !weak.has(word))) return 'no'
  return found.every((word) => known.has(word)) ? 'whole' : 'partly'
}

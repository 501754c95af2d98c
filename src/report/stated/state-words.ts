/** Words of résumés for the state of a pull request, as sources of regular expressions that ignore case. */
export const english = {
  merged: 'merged|landed|accepted',
  closed: 'closed|abandoned|superseded|withdrawn|rejected',
  draft: 'draft|wip|work in progress',
  open: 'open|in review|under review|pending|proposed|awaiting review|(?:will|to) be merged|not (?:yet merged|merged yet)',
  unmerged: 'not merged(?! yet)|unmerged',
} as const

/** The same in French, German, Spanish, Portuguese, Italian and Dutch. */
export const others = {
  merged:
    'fusionnée?s?|mergée?s?|intégrée?s?|acceptée?s?|gemergt|zusammengeführt|angenommen|übernommen|integriert|(?:fusionad|integrad|aceptad|mesclad|aceit|integrat|accettat|fus)[oa]s?|samengevoegd|gemerged|geaccepteerd',
  closed:
    'fermée?s?|rejetée?s?|refusée?s?|geschlossen|abgelehnt|(?:cerrad|rechazad|fechad|rejeitad|recusad|chius|rifiutat)[oa]s?|gesloten|afgewezen',
  draft: 'brouillon|entwurf|borrador|rascunho|bozza|concept',
  open: '(?:en cours de |en )(?:revue|relecture)|en attente|ouverte?s?|offen|in prüfung|en revisión|pendiente|em revisão|pendente|in revisione|in attesa|in behandeling|(?:abiert|abert|apert)[oa]s?',
} as const

/** "Pas encore fusionnée". */
export const negations =
  '(?:pas encore|pas|non|noch nicht|nicht|aún no|no|todavía no|ainda não|não|non ancora|nog niet|niet) '

/** Words of résumés for the state of a pull request, as sources of regular expressions that ignore case. */
export const english = {
  merged: 'merged|landed|accepted',
  closed:
    'closed(?: without (?:merging|being merged|a merge))?|declined|abandoned|superseded|withdrawn|rejected',
  draft: 'draft|wip|work in progress',
  open: 'open|in review|under review|being reviewed|(?:up|ready) for review|pending(?: (?:code )?review)?|review pending|await(?:s|ing)(?: (?:code|final|a|its|maintainer))? (?:review|approval|merge)|waiting (?:for|on) (?:(?:a|the|code|maintainer) )?(?:review|approval)|proposed|(?:will|to) be merged|not (?:yet merged|merged yet)',
  unmerged:
    "not (?:yet )?been merged|not merged(?! yet)|unmerged|never (?:been |got )?merged|(?:has|is|was|did|could|wo)n['’]t (?:yet )?(?:been |be |get )?merged",
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

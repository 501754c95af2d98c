const things = '(?:[PM]Rs?|(?:pull|merge)[ -]requests?|patch(?:es)?|contributions?|changes)'

/** How deep reviews went, behind a number: `9 with comments`. Source of a pattern. */
export const depthWords = '(?:of them +)?with +(?:review +)?comments?(?![\\p{L}-])'

/** What stands before that number: a count of reviews. */
export const reviewsAhead = new RegExp(
  `\\breview(?:ed|s|ing)?[*_]*(?: +\\d[\\d,]*\\+?[*_]*)?(?: +(?:[\\p{L}-]+ +){0,2}${things})?[*_]*[ ,(]*(?:and +|of which +)?[*_]*$`,
  'iu',
)

/** Behind a number of reviews of which nothing else says what it counts: `reviewed 14, 9 with comments`. */
export const depthBehind = `,? +(?:and +)?\\d[\\d,]*\\+? +${depthWords}`

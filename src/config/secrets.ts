/** Beginnings that GitHub and GitLab give their tokens, and the shape of GitHub's old ones. */
const tokenShapes = /\b(gh[a-z]_|github_pat_|gl[a-z]{2,6}-)[A-Za-z0-9_-]{8}|\b[0-9a-f]{40}\b/

/** True for text that must not be repeated in a message, whatever it was given as. */
export function looksLikeToken(text: string): boolean {
  return tokenShapes.test(text)
}

/** `https://ada:secret@forge.example`, or something meant as one. */
export function holdsCredentials(text: string): boolean {
  return /:\/\/.*@/s.test(text)
}

/**
 * An address on the pull request's own page is kept as its fragment (`#note_1`), so that it moves with the pull request
 * when a repository is renamed.
 */
export function onPage(
  url: string | null,
  pullRequest: { readonly url: string | null } | null,
): string | null {
  const page = pullRequest?.url ?? null
  if (url === null || page === null || !url.startsWith(`${page}#`)) return url
  return url.slice(page.length)
}

interface Refusal {
  readonly type?: string | undefined
  readonly message: string
}

/**
 * What GitHub says no with, in words of our own. Its own are never repeated: they name repositories and organizations that
 * may be private, and what is told here ends in logs.
 */
const byType: Readonly<Record<string, string>> = {
  FORBIDDEN: 'the token may not see it (FORBIDDEN)',
  INSUFFICIENT_SCOPES: 'the token lacks a scope for it (INSUFFICIENT_SCOPES)',
  NOT_FOUND: 'it is not there, or not for this token (NOT_FOUND)',
  INTERNAL: 'the server failed (INTERNAL); sync again later',
  SERVICE_UNAVAILABLE: 'the server is not available (SERVICE_UNAVAILABLE); sync again later',
  RESOURCE_LIMITS_EXCEEDED: 'it was more than the server does at a time (RESOURCE_LIMITS_EXCEEDED)',
  MAX_NODE_LIMIT_EXCEEDED: 'it was more than the server does at a time (MAX_NODE_LIMIT_EXCEEDED)',
  INVALID_CURSOR_ARGUMENTS: 'the server does not know the cursor (INVALID_CURSOR_ARGUMENTS)',
  UNPROCESSABLE: 'the server could not make sense of the question (UNPROCESSABLE)',
}

/** The reasons that texts give away, most telling first (GitHub docs, "Troubleshooting the REST API"). */
const byText: readonly (readonly [RegExp, string])[] = [
  [
    /\bSAML\b|\bSSO\b|single sign-on/i,
    'an organization asks for single sign-on; authorize the token for it where tokens are made, under "Configure SSO"',
  ],
  [/IP allow ?list|IP address/i, 'an organization lets only certain IP addresses in'],
  [
    /forbids access via a personal access token \(classic\)/i,
    'an organization forbids classic tokens; use a fine-grained one',
  ],
  [
    /forbids access via a fine-grained personal access token/i,
    'an organization forbids fine-grained tokens; use a classic one',
  ],
  [/token'?s lifetime/i, 'an organization asks for a token that ends earlier'],
  [/not accessible by/i, 'a token of this kind may not see it'],
  [/suspended/i, 'the account of the token is suspended'],
  [/bad credentials/i, 'the token was refused'],
  [/secondary rate|abuse detection|too quickly/i, 'it asks for fewer requests in so short a time'],
  [/rate limit|temporarily blocked/i, 'the rate limit is used up'],
  [
    /while executing your query|request in time|timed? ?out/i,
    'the question took longer than the server allows',
  ],
  [/\bvariable\b|\bargument\b|parse error/i, 'the server could not make sense of the question'],
]

/** Null where neither type nor text is one we know. */
export function meaningOf(error: Refusal): string | null {
  const known = Object.hasOwn(byType, error.type ?? '') ? byType[error.type ?? ''] : undefined
  const hint = byText.find(([text]) => text.test(error.message))?.[1]
  return [known, hint].filter((words) => words !== undefined).join(': ') || null
}

/** Why a question was not answered, to stand after "Cannot read …:". */
export function whyNot(error: Refusal | undefined): string {
  if (error === undefined) return 'the answer is empty'
  return meaningOf(error) ?? 'the server answered with an error that tracker does not know'
}

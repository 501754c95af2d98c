import { realpathSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const schema = 'config.schema.json'
/** Beside package.json, three folders up from both `src/cli/init` and `dist/cli/init`. */
const own = fileURLToPath(new URL(`../../../${schema}`, import.meta.url))

/**
 * How a configuration in `folder` names the schema of this tracker: by the way Node finds the package from there, or the
 * checkout that the folder is in. Undefined where tracker stands elsewhere, as one installed for all of the machine does:
 * a path of this machine means nothing on the next.
 */
export function schemaAddress(folder: string): string | undefined {
  for (let above = folder; ; above = dirname(above)) {
    const places = [join(above, 'node_modules', 'tracker', schema), join(above, schema)]
    const found = places.find(isOwn)
    if (found !== undefined) return written(relative(folder, found))
    if (dirname(above) === above) return undefined
  }
}

/** Package managers link packages to where they keep them. */
function isOwn(path: string): boolean {
  try {
    return realpathSync(path) === realpathSync(own)
  } catch {
    return false
  }
}

function written(path: string): string {
  return path.startsWith('..') ? path.split(sep).join('/') : `./${path.split(sep).join('/')}`
}

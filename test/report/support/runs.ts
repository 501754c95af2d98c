// CI repeats one seed, so that a landing is judged by its change; every other run explores.
const explored = process.env['CI'] === undefined ? Date.now() % 1_000_000 : 20_261_122

/**
 * How properties are tried. A failing run prints its seed and path. `PROPERTY_SEED` and `PROPERTY_PATH` repeat it,
 * `PROPERTY_RUNS` lengthens it.
 */
export const runs = {
  seed: Number(process.env['PROPERTY_SEED'] ?? explored),
  numRuns: Number(process.env['PROPERTY_RUNS'] ?? 150),
  path: process.env['PROPERTY_PATH'] ?? '',
}

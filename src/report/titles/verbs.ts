/**
 * Verbs that titles of pull requests begin with. Data only: the forms are worked out in verb-forms.ts. A verb that is
 * not here is not changed, since a wrong guess is worse than an imperative.
 */

/** `add → added`, `move → moved`, `apply → applied`. */
export const regular = words(`
  abort differentiate compile hash reformat phase accelerate accept account achieve acknowledge act activate adapt add address adjust adopt
  advance alias align allow alter amend analyze annotate announce answer append apply appoint
  archive arrange assert assign assume attach attempt audit augment authenticate authorize
  auto-format auto-generate auto-select automate avoid backfill backport balance benchmark block
  boost bound broaden buffer bump bundle bypass calculate call canonicalize capitalize capture
  change check clamp clarify classify clean clear clone close coalesce collapse collect combine
  compact compare complete compress compute configure confirm connect consider consolidate
  constrain construct consume continue contribute convert copy correct correlate count cover
  create customize de-duplicate deactivate debounce decide declare decode decommission decouple
  decrease decrement deduplicate default define deflake defragment delay delegate delete
  demonstrate demote denote deny depend deploy deprecate derive describe deserialize design
  destroy detach detail detect determine develop disable disallow discard disclose disconnect
  discourage discuss dismiss dispatch display distinguish distribute divide document downgrade
  downscale drain duplicate echo edit elaborate elevate eliminate embed emphasize emulate enable
  encode encourage encrypt enforce engage enhance enlarge enqueue enrich ensure enumerate erase
  escape establish estimate evaluate evict examine exchange exclude execute exempt exercise expand
  expect expire explain export expose express extend externalize extract factor fail fetch fill
  finalize finish fix flag flatten flush fold force formalize forward free fulfill gate gather
  generalize generate graduate grant group guarantee guard guide handle hard-code harden harmonize
  highlight honor hook identify ignore illustrate implement import improve include incorporate
  increase increment index indicate inform inherit initialize initiate inject inline insert
  inspect install instantiate instrument integrate interpret interrupt introduce invalidate
  investigate invoke isolate join justify label launch lengthen leverage lift limit link lint list
  load localize lock loosen lower maintain manage mark mask match maximize measure memoize mention
  merge migrate mimic minify minimize mirror mitigate mock modernize modify mount move multiplex
  mutate name narrow nest nominate normalize note notify obfuscate obsolete obtain offboard
  offload onboard open optimize order organize orphan outline output overhaul overload pack
  paginate panic parallelize parameterize parse pass patch pause perform persist place plumb point
  polish pool populate port position postpone prefix prepare prepend present preserve prevent
  print prioritize process produce prohibit promote prompt propagate propose protect provide
  provision prune publish pull push qualify quarantine query queue quiet quote raise randomize
  re-add re-enable re-order re-use reach reactivate realign rearrange rebase recalculate
  reclassify recognize recommend reconcile reconnect record recover recreate redact redefine
  redeploy redesign redirect reduce refactor reference refine refresh regenerate register
  reimplement reinstate reintroduce reject relax release relocate rely remove rename render renew
  reorder reorganize repair replace replicate report reposition represent request require
  reschedule reserve resize resolve respect respond restart restore restrict restructure result
  resume retain retarget retire retrieve retry return reuse revamp reverse revert review revise
  revisit revive revoke reword rework rollback rotate round route sanitize save scale schedule
  scope score screen seal search secure segregate select separate serialize serve shadow shard
  share sharpen shift shorten shuffle sign signal silence simplify simulate smooth snapshot soften
  solve sort specialize specify spellcheck squash squelch stabilize stage stamp standardize start
  state stay stitch store stream streamline strengthen structure style subscribe substitute
  succeed suggest sunset supply support suppress surface suspend switch sync synchronize tabulate
  tailor taint target terminate test throttle tidy tighten time toggle tolerate touch trace track
  transform transition translate treat trigger truncate trust try tune turn tweak type unblock
  uncomment unexport unify unlock unmask unregister update upgrade upload uppercase upstream use
  utilize vacate validate vary vendor verify version visit visualize wait warn watch weaken weigh
  whitelist widen wire work yield zero
`)

/** The last letter doubles: `drop → dropped`, `dropping`. */
export const doubling = words(`
  admit bootstrap cap chop clip commit compel control crop debug dedup defer dim dip drop emit
  equip fit flip format grab hop infer log map omit patrol permit pin plan plot plug pop prefer
  program prop quit recur refer remap rig rip scan scrap scrub ship skip slim slip slot snap spin
  spot stop strip stub submit swap tag tap transfer trap trim unpin unplug unwrap wrap zip
`)

/** Past tenses that no rule gives. */
export const irregular: Readonly<Record<string, string>> = {
  bind: 'bound',
  break: 'broke',
  bring: 'brought',
  build: 'built',
  catch: 'caught',
  choose: 'chose',
  cleanup: 'cleaned up',
  cut: 'cut',
  do: 'did',
  find: 'found',
  fixup: 'fixed up',
  forbid: 'forbade',
  freeze: 'froze',
  get: 'got',
  give: 'gave',
  hide: 'hid',
  hold: 'held',
  keep: 'kept',
  leave: 'left',
  let: 'let',
  make: 'made',
  override: 'overrode',
  overwrite: 'overwrote',
  put: 'put',
  're-run': 're-ran',
  'roll-back': 'rolled back',
  read: 'read',
  rebuild: 'rebuilt',
  redo: 'redid',
  remake: 'remade',
  rerun: 'reran',
  reset: 'reset',
  rethink: 'rethought',
  rewrite: 'rewrote',
  run: 'ran',
  send: 'sent',
  set: 'set',
  setup: 'set up',
  shrink: 'shrank',
  show: 'showed',
  shut: 'shut',
  speed: 'sped',
  speedup: 'sped up',
  split: 'split',
  spread: 'spread',
  take: 'took',
  teach: 'taught',
  tell: 'told',
  undo: 'undid',
  unset: 'unset',
  write: 'wrote',
}

/**
 * More often nouns than verbs at the start of a title (`Log rotation`, `Test plan`): taken for verbs only before an
 * article or the like.
 */
export const nounLike = new Set(
  words(`
  account act phase advance alias attempt audit balance benchmark block bound buffer build bundle cache
  call cap check clone count default delay design detail display distribute duplicate echo escape
  estimate exchange exercise export express factor fail flag fold format free gate group guard
  guide hook import index inline input issue job join label launch limit link list load lock log
  lower map mask match measure mirror mock mount name nest note order outline output pack panic
  patch pause place plan plot plug point pool port position prefix present process produce program
  prompt query queue quiet quote record reference release report request reserve result review
  round route scale scan schedule score screen search shadow shard share shift sign signal slot
  snapshot sort speed spot stage stamp state store stream structure style supply surface tag taint
  tap target test time touch trace transition trap trigger trust type vendor version view visit
  wait watch wire work yield zero
`),
)

/** Nouns as often as verbs after `and` (`add tests and support for x`): left alone there. */
export const nounAfterAnd = new Set(
  words(
    'answer change document edit process separate support upgrade use run set read cut split put override',
  ),
)

function words(list: string): string[] {
  return list.split(/\s+/).filter((word) => word !== '')
}

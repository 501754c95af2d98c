import { z } from 'zod'
import { hasWords } from '../../../contribution/words.ts'
import type { Item } from '../../forge.ts'
import { Id, Time } from '../api/values.ts'

/**
 * One thing somebody did (GitLab docs, "Events API"). An approval's target is the merge request, a comment's the note;
 * `note` is missing once the note was deleted.
 */
export const Event = z.object({
  id: Id,
  project_id: Id.nullish(),
  action_name: z.string(),
  target_id: Id.nullish(),
  target_iid: z.int().nullish(),
  target_type: z.string().nullish(),
  created_at: Time,
  note: z
    .object({
      id: Id,
      body: z.string().nullish(),
      system: z.boolean().nullish(),
      noteable_id: Id.nullish(),
      noteable_type: z.string().nullish(),
      noteable_iid: z.int().nullish(),
      updated_at: Time.nullish(),
    })
    .nullish(),
})
export type Event = z.infer<typeof Event>

/** The review an event is, after the merge request it stands on; nothing for what is no review. */
export function toItems(event: Event): Item[] {
  if (event.action_name === 'approved') return approval(event)
  return event.action_name.startsWith('commented') ? note(event) : []
}

function approval(event: Event): Item[] {
  const { target_type, target_id, target_iid, project_id } = event
  if (target_type !== 'MergeRequest' || !target_id || !target_iid || !project_id) return []
  return [
    { kind: 'stub', id: target_id, repositoryId: project_id, number: target_iid },
    {
      kind: 'review',
      id: event.id,
      handle: null,
      source: 'approval',
      verdict: 'approved',
      pullRequestId: target_id,
      at: event.created_at,
      updatedAt: event.created_at,
      url: null,
      approximate: false,
      hasComments: false,
    },
  ]
}

const noteTypes: ReadonlySet<string> = new Set(['Note', 'DiffNote', 'DiscussionNote'])

function note(event: Event): Item[] {
  const { note, project_id, target_id, target_type } = event
  if (!note) {
    const deleted = target_id && noteTypes.has(target_type ?? '')
    return deleted ? [{ kind: 'vanished-review', id: target_id, source: 'note' }] : []
  }
  if (note.noteable_type !== 'MergeRequest' || note.system === true) return []
  if (!note.noteable_id || !note.noteable_iid || !project_id) return []
  return [
    { kind: 'stub', id: note.noteable_id, repositoryId: project_id, number: note.noteable_iid },
    {
      kind: 'review',
      id: note.id,
      handle: null,
      source: 'note',
      verdict: 'commented',
      pullRequestId: note.noteable_id,
      at: event.created_at,
      updatedAt: note.updated_at ?? event.created_at,
      // The merge request's address, which an event does not tell, comes before it once that is known.
      url: `#note_${note.id}`,
      approximate: false,
      hasComments: note.body == null ? null : hasWords(note.body),
    },
  ]
}

import { z } from 'zod'
import { PersonRule } from '../../../kernel/personRule.ts'
import { PersonId, Version } from '../../../kernel/words.ts'
import { endpoint } from '../../../platform/http/endpoint.ts'
import { PeopleFilter } from '../schema.ts'
import { Pasted, Segment, SegmentCount, SegmentDraft, SegmentPreview } from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const ofSegment = inWorkspace.extend({ segment: z.uuid() })
const ofPerson = ofSegment.extend({ person: PersonId })
const tags = ['Segments']
const one = '/w/{workspace}/segments/{segment}'

export const segments = {
  list: endpoint('segments.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/segments',
      summary: 'All segments with their last counts of up to 30 days',
      tags,
    })
    .input(inWorkspace)
    .output(z.array(Segment)),
  get: endpoint('segments.see')
    .route({ method: 'GET', path: one, summary: 'One segment with its counts of up to 400 days', tags })
    .input(ofSegment)
    .output(Segment),
  preview: endpoint('segments.see')
    .route({
      method: 'POST',
      path: '/w/{workspace}/segments/preview',
      summary: 'How many people satisfy a rule, and ten of them; saves nothing',
      tags,
    })
    .input(inWorkspace.extend({ rule: PersonRule }))
    .output(SegmentPreview),
  create: endpoint('segments.edit')
    .route({
      method: 'POST',
      path: '/w/{workspace}/segments',
      summary: 'Save a new segment; without a rule it is a list kept by hand',
      tags,
    })
    .input(inWorkspace.extend(SegmentDraft.shape))
    .output(Segment),
  save: endpoint('segments.edit')
    .route({
      method: 'PUT',
      path: one,
      summary: 'Save a changed segment; `version` is the one that was read',
      tags,
    })
    .input(ofSegment.extend(SegmentDraft.shape).extend({ version: Version }))
    .output(Segment),
  remove: endpoint('segments.edit')
    .route({ method: 'DELETE', path: one, summary: 'Delete a segment; nobody is deleted', tags })
    .input(ofSegment),
  count: endpoint('segments.see')
    .route({ method: 'POST', path: `${one}/count`, summary: 'Count a segment now', tags })
    .input(ofSegment)
    .output(SegmentCount),
  add: endpoint('segments.edit')
    .route({ method: 'POST', path: `${one}/people/{person}`, summary: 'Put one person on a list', tags })
    .input(ofPerson),
  drop: endpoint('segments.edit')
    .route({ method: 'DELETE', path: `${one}/people/{person}`, summary: 'Take one person off a list', tags })
    .input(ofPerson),
  addFound: endpoint('segments.edit')
    .route({
      method: 'POST',
      path: `${one}/found`,
      summary: 'Put everybody on a list whom a filter of the people finds',
      tags,
    })
    .input(ofSegment.extend({ filter: PeopleFilter }))
    .output(z.object({ added: z.number().int() })),
  paste: endpoint('segments.edit')
    .route({
      method: 'POST',
      path: `${one}/paste`,
      summary: 'Put people on a list by their identifiers, one per line or with commas between',
      tags,
    })
    .input(ofSegment.extend({ text: z.string().max(2_000_000) }))
    .output(Pasted),
}

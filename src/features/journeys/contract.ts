import { z } from 'zod'
import { Rule } from '../../kernel/rule.ts'
import { Id, PersonId, Version } from '../../kernel/words.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import {
  Journey,
  JourneyDraft,
  JourneyRow,
  MapFigures,
  PhaseModel,
  Position,
  Question,
  TouchpointDetail,
  TravellerRow,
} from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const ofJourney = inWorkspace.extend({ journey: z.uuid() })
const tags = ['Journeys']

export const journeys = {
  phaseModels: endpoint('journeys.see')
    .route({ method: 'GET', path: '/w/{workspace}/phase-models', summary: 'Phase models that ship', tags })
    .input(inWorkspace)
    .output(z.array(PhaseModel)),
  list: endpoint('journeys.see')
    .route({ method: 'GET', path: '/w/{workspace}/journeys', summary: 'All journeys', tags })
    .input(inWorkspace)
    .output(z.array(JourneyRow)),
  draft: endpoint('journeys.edit')
    .route({
      method: 'POST',
      path: '/w/{workspace}/journeys/draft',
      summary: 'Propose touchpoints, their order and phases from the events; saves nothing',
      tags,
    })
    .input(inWorkspace.extend({ phaseModel: Id, goal: Rule, name: z.string().trim().min(1).max(120) }))
    .output(JourneyDraft),
  create: endpoint('journeys.edit')
    .route({ method: 'POST', path: '/w/{workspace}/journeys', summary: 'Save a new journey', tags })
    .input(inWorkspace.extend(JourneyDraft.shape))
    .output(Journey),
  get: endpoint('journeys.see')
    .route({ method: 'GET', path: '/w/{workspace}/journeys/{journey}', summary: 'One journey', tags })
    .input(ofJourney)
    .output(Journey),
  save: endpoint('journeys.edit')
    .route({
      method: 'PUT',
      path: '/w/{workspace}/journeys/{journey}',
      summary: 'Save a changed journey; `version` is the one that was read',
      tags,
    })
    .input(ofJourney.extend(JourneyDraft.shape).extend({ version: Version }))
    .output(Journey),
  remove: endpoint('journeys.edit')
    .route({ method: 'DELETE', path: '/w/{workspace}/journeys/{journey}', summary: 'Delete a journey', tags })
    .input(ofJourney),
  figures: endpoint('journeys.see')
    .route({
      method: 'POST',
      path: '/w/{workspace}/journeys/{journey}/figures',
      summary: 'All figures of the map',
      tags,
    })
    .input(ofJourney.extend(Question.shape))
    .output(MapFigures),
  touchpoint: endpoint('journeys.see')
    .route({
      method: 'POST',
      path: '/w/{workspace}/journeys/{journey}/touchpoints/{touchpoint}/figures',
      summary: 'What came before and after a touchpoint',
      tags,
    })
    .input(ofJourney.extend({ touchpoint: Id }).extend(Question.shape))
    .output(TouchpointDetail),
  travellers: endpoint('journeys.see')
    .route({
      method: 'POST',
      path: '/w/{workspace}/journeys/{journey}/touchpoints/{touchpoint}/people',
      summary: 'The people behind a touchpoint',
      tags,
    })
    .input(
      ofJourney
        .extend({
          touchpoint: Id,
          who: z.enum(['all', 'left', 'won']).default('all'),
          offset: z.number().int().min(0).max(1_000_000).default(0),
          limit: z.number().int().min(1).max(200).default(50),
        })
        .extend(Question.shape),
    )
    .output(z.object({ people: z.array(TravellerRow), total: z.number().int() })),
  positions: endpoint('journeys.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/people/{person}/positions',
      summary: 'Where one person stands on each journey that they travel',
      tags,
    })
    .input(inWorkspace.extend({ person: PersonId }))
    .output(z.array(Position)),
}

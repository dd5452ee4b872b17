import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asked } from '../../../platform/http/outside.ts'
import type { PlacedRequest } from '../../admin/index.ts'
import { PeopleColumns, PeopleOrder, PeopleQuery } from '../schema.ts'
import type { PeopleService } from '../service.ts'
import { head, momentIn, type Separator, toLine } from './csv.ts'

const Question = z.object({
  ...PeopleQuery.shape,
  ...PeopleOrder.shape,
  columns: PeopleColumns,
  separator: z.enum(['comma', 'semicolon']).default('comma'),
})

type Everybody = Awaited<ReturnType<PeopleService['everybody']>>

async function* linesOf({ batches, timeZone }: Everybody, columns: readonly string[], separator: Separator) {
  const moment = momentIn(timeZone)
  yield head(columns, separator)
  for await (const people of batches) {
    yield people.map((person) => toLine(person, columns, separator, moment)).join('')
  }
}

/** `GET /api/w/{workspace}/people/file`: everybody whom the filter shows, as CSV. */
export function servePeopleFile(
  app: FastifyInstance,
  placeOf: (request: FastifyRequest) => PlacedRequest,
  service: Pick<PeopleService, 'everybody'>,
): void {
  app.get('/api/w/:workspace/people/file', { config: { right: 'people.export' } }, async (request, reply) => {
    const { separator, ...question } = asked(Question, request.query)
    const place = placeOf(request)
    const everybody = await service.everybody(place, question)
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="people.csv"')
      .header('cache-control', 'no-store')
      .send(place.whileOpen(Readable.from(linesOf(everybody, question.columns, separator))))
  })
}

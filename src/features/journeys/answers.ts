import { type Scale, scaleNames, scales } from '../../kernel/emotion.ts'
import { join, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import { numberSql, propertyText } from '../collect/index.ts'

const formulas: Readonly<Record<Scale, string>> = {
  emotion: 'answer_emotion',
  csat: 'answer_csat - 3',
  rating: 'answer_rating - 3',
  ces: '(answer_ces - 4) * 2 / 3',
  nps: 'if(answer_nps <= 7, answer_nps * 2 / 7 - 2, (answer_nps - 7) * 2 / 3)',
}

/** What an event says about how something felt, as columns over `events` for `emotionSql` and `subjectSql` around it. */
export const answerColumns: Sql = sql`${join(
  scaleNames.map((scale) => sql`ifNull(${numberSql(propertyText(scale))}, nan) as ${raw(`answer_${scale}`)}`),
)}, ${propertyText('about')} as about`

/** The event that an answer is about: the one it names, else itself. */
export const subjectSql: Sql = raw("if(about != '', about, toString(name))")

/** A rating counts where somebody gave it; elsewhere it is what a product page shows. */
const given = `(about != ''
  or match(lowerUTF8(toString(name)), 'review|rating|rated|feedback|survey|answer|bewert|umfrage|rezension'))`

/** An event's answer as an emotion on -2 ... +2 (Float64), NaN where it is none: `emotionOf` in SQL. */
export const emotionSql: Sql = raw(
  `multiIf(${scaleNames
    .map((scale) => {
      const { from, to } = scales[scale]
      const within = `answer_${scale} between ${from} and ${to}`
      return `${scale === 'rating' ? `${within} and ${given}` : within}, ${formulas[scale]}`
    })
    .join(', ')}, nan)`,
)

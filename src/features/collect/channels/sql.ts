import { join, p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import { always, anyOf, textSql } from '../rules.ts'
import { clicks, comparable, shoppingPattern } from './classify.ts'
import { type ChannelRules, type EntryCondition, otherChannel } from './schema.ts'
import { hostPattern, sites } from './site.ts'

type Named = Readonly<Record<string, Sql>>

/** An expression in which names stand for others, each of them worked out once. */
const where = (named: Named, body: Sql): Sql => {
  const names = raw(Object.keys(named).join(', '))
  const values = join(Object.values(named).map((value) => sql`[${value}]`))
  return sql`arrayMap((${names}) -> ${body}, ${values})[1]`
}

const host = (text: Sql): Sql => sql`extract(${text}, ${hostPattern})`
const lookedUp = (text: Sql, keys: readonly string[], values: readonly string[]): Sql =>
  sql`transform(${text}, ${p.strings(keys)}, ${p.strings(values)}, '')`

/** The site of the longest name, as `siteKindOf` finds it. */
const siteSql = (name: Sql): Sql => {
  const labels = sql`splitByChar('.', ${name})`
  const candidates = sql`arrayMap(i -> arrayStringConcat(arraySlice(${labels}, i), '.'), range(1, greatest(2, length(${labels}))))`
  const kinds = sql`arrayMap(one -> ${lookedUp(raw('one'), [...sites.keys()], [...sites.values()])}, ${candidates})`
  return sql`arrayFirst(one -> one != '', ${kinds})`
}

const clickKeys = Object.keys(clicks)
const clickSources = Object.values(clicks).map(({ source }) => source)
const clickMediums = Object.values(clicks).map(({ medium }) => medium)

/** An expression over the facts of an entry, by their names; the same layers as `factsOf`. */
function overFacts(entry: Sql, body: Sql): Sql {
  const text = (key: string) => sql`lower(${entry}[${key}])`
  const medium =
    raw(`multiIf(utm_medium != '', utm_medium, click_medium != '', click_medium, utm_source != '', '(not set)',
    referrer = '', '(none)', site = 'search', 'organic', site = 'email', 'email', 'referral')`)
  const occasion = sql`if(match(campaign, ${shoppingPattern}), 'shopping', '')`
  const source = raw(`multiIf(utm_source != '', utm_source, click_source != '', click_source,
    referrer != '', referrer, '(direct)')`)
  return where(
    {
      utm_source: text('utm_source'),
      utm_medium: text('utm_medium'),
      campaign: text('utm_campaign'),
      term: text('utm_term'),
      content: text('utm_content'),
      click: text('click'),
      landing: text('landing'),
      led_from: host(text('referrer')),
    },
    where(
      {
        referrer: sql`if(led_from = ${host(raw('landing'))}, '', led_from)`,
        click_source: lookedUp(raw('click'), clickKeys, clickSources),
        click_medium: lookedUp(raw('click'), clickKeys, clickMediums),
      },
      where({ source }, where({ site: siteSql(host(raw('source'))) }, where({ medium, occasion }, body))),
    ),
  )
}

function conditionSql({ fact, op, values }: EntryCondition): Sql {
  const text = raw(fact)
  if (op === 'ends_with') return anyOf(values.map((value) => sql`endsWith(${text}, ${value})`))
  return textSql(text, { op, values })
}

/** The channel by rules of the map of an entry, as `classifier` gives it. */
export function channelSql(rules: ChannelRules, entry: Sql = raw('entry')): Sql {
  const cases = comparable(rules).map(({ channel, rule }) => {
    const all = rule.all.map(({ any }) => anyOf(any.map(conditionSql)))
    return sql`${all.length === 0 ? always : join(all, ' AND ')}, ${channel}`
  })
  if (cases.length === 0) return sql`${otherChannel}`
  return overFacts(entry, sql`multiIf(${join(cases)}, ${otherChannel})`)
}

export type Join = 'all' | 'any'

/** The form edits groups of groups of conditions; deeper rules are shown in words and kept as they are. */
export type Form<Leaf> = { readonly join: Join; readonly groups: readonly Group<Leaf>[] }
export type Group<Leaf> = { readonly join: Join; readonly conditions: readonly Leaf[] }

type Tree<Leaf> = Leaf | { readonly all: readonly Tree<Leaf>[] } | { readonly any: readonly Tree<Leaf>[] }

/** How rules of one language are taken apart; null where they are something else. */
export type Grammar<Rule, Leaf> = {
  /** A condition that the form has fields for. */
  readonly leafOf: (rule: Rule) => Leaf | null
  /** The rules of which all or any hold. */
  readonly partsOf: (rule: Rule) => { readonly join: Join; readonly rules: readonly Rule[] } | null
}

/** A form that asks for one condition. */
export const formAsking = <Leaf>(fresh: Leaf): Form<Leaf> => ({
  join: 'any',
  groups: [{ join: 'all', conditions: [fresh] }],
})

/** The list, unless it is empty or something in it is missing. */
const wholeList = <T>(list: readonly (T | null)[] | undefined): T[] | null => {
  const there = list?.filter((one) => one !== null) ?? []
  return there.length > 0 && there.length === list?.length ? there : null
}

function groupOf<Rule, Leaf>(rule: Rule, { leafOf, partsOf }: Grammar<Rule, Leaf>): Group<Leaf> | null {
  const leaf = leafOf(rule)
  if (leaf) return { join: 'all', conditions: [leaf] }
  const parts = partsOf(rule)
  const conditions = wholeList(parts?.rules.map(leafOf))
  return parts && conditions && { join: parts.join, conditions }
}

/** Null where the rule holds nothing, or is nested deeper than the form can show. */
export function formIn<Rule, Leaf>(rule: Rule, grammar: Grammar<Rule, Leaf>): Form<Leaf> | null {
  const flat = groupOf(rule, grammar)
  if (flat) return { join: 'any', groups: [flat] }
  const parts = grammar.partsOf(rule)
  const groups = wholeList(parts?.rules.map((one) => groupOf(one, grammar)))
  return parts && groups && { join: parts.join, groups }
}

function joined<Leaf>(join: Join, rules: readonly Tree<Leaf>[]): Tree<Leaf> {
  const [only] = rules
  if (only && rules.length === 1) return only
  return join === 'all' ? { all: rules } : { any: rules }
}

const filledGroups = <Leaf>({ groups }: Form<Leaf>) => groups.filter(({ conditions }) => conditions.length > 0)

export const ruleOfForm = <Leaf>(form: Form<Leaf>): Tree<Leaf> =>
  joined<Leaf>(
    form.join,
    filledGroups(form).map((group) => joined<Leaf>(group.join, group.conditions)),
  )

/** What is left once groups without conditions are gone; a form always asks for something. */
export function tidied<Leaf>(form: Form<Leaf>, fresh: Leaf): Form<Leaf> {
  const groups = filledGroups(form)
  return groups.length > 0 ? { ...form, groups } : formAsking(fresh)
}

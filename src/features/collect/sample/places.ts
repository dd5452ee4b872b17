import { choice, pick, type Random } from '../../../kernel/random.ts'

/** Where somebody lives, and the stores that are near; none for those who can only order. */
export type Home = { readonly city: string; readonly region: string; readonly stores: readonly string[] }

const freiburg: Home = { city: 'Freiburg', region: 'Baden-Württemberg', stores: ['Freiburg Wiehre'] }
const muenster: Home = {
  city: 'Münster',
  region: 'Nordrhein-Westfalen',
  stores: ['Münster Hafen', 'Münster Kreuzviertel'],
}
const leipzig: Home = { city: 'Leipzig', region: 'Sachsen', stores: ['Leipzig Südvorstadt', 'Leipzig Plagwitz'] }
const far = (city: string, region: string): Home => ({ city, region, stores: [] })

const homes = choice<Home>([
  [freiburg, 19],
  [muenster, 25],
  [leipzig, 22],
  [far('München', 'Bayern'), 5],
  [far('Nürnberg', 'Bayern'), 3],
  [far('Augsburg', 'Bayern'), 2],
  [far('Berlin', 'Berlin'), 6],
  [far('Hamburg', 'Hamburg'), 4],
  [far('Köln', 'Nordrhein-Westfalen'), 4],
  [far('Stuttgart', 'Baden-Württemberg'), 3],
  [far('Frankfurt am Main', 'Hessen'), 3],
  [far('Hannover', 'Niedersachsen'), 2],
  [far('Dresden', 'Sachsen'), 2],
])

export const homeOf = (dice: Random): Home => pick(dice, homes)
export const storeNames: readonly string[] = [freiburg, muenster, leipzig].flatMap((home) => home.stores)

import { type Choice, choice, type Random } from '../../../kernel/random.ts'
import type { Category, Channel } from './events.ts'

/** What Rad & Weg sells. Prices are lognormal around the category's median, in euros. */
const shelves: Readonly<Record<Category, { median: number; sigma: number; products: readonly string[] }>> = {
  e_bike: {
    median: 2900,
    sigma: 0.3,
    products: ['Dreisam E', 'Kaiserstuhl E', 'Werse E Tiefeinstieg', 'Pleiße E Urban'],
  },
  trekking: { median: 1050, sigma: 0.3, products: ['Höllental 28', 'Emsweg 30', 'Muldental 27'] },
  city_bike: { median: 690, sigma: 0.28, products: ['Promenade 7', 'Prinzipal 8', 'Karli 3', 'Altstadt 5'] },
  gravel: { median: 1850, sigma: 0.32, products: ['Schauinsland Grail', 'Baumberge GX', 'Auwald Schotter'] },
  cargo: { median: 4600, sigma: 0.22, products: ['Lastesel Lang', 'Lastesel Kompakt'] },
  kids: { median: 350, sigma: 0.25, products: ['Frechdachs 16', 'Frechdachs 20', 'Wirbelwind 24'] },
  accessories: {
    median: 48,
    sigma: 0.7,
    products: [
      'Helm Stadtfuchs',
      'Bügelschloss Granit',
      'Faltschloss Kante',
      'LED-Lichtset Nachteule',
      'Packtasche Regenfest',
      'Regenjacke Landregen',
      'Reifen Pannenlos',
      'Standpumpe Puste',
      'Kindersitz Hintendrauf',
    ],
  },
}

export const categoryOfBike: Choice<Category> = choice<Category>([
  ['e_bike', 34],
  ['trekking', 20],
  ['city_bike', 19],
  ['gravel', 12],
  ['kids', 10],
  ['cargo', 5],
])

export const productOf = (dice: Random, category: Category): string => {
  const { products } = shelves[category]
  return products[dice.below(products.length)] ?? ''
}

/** Cents; bicycles cost whole euros that end in 9, accessories end in 95 cents. */
export const priceOf = (dice: Random, category: Category): number => {
  const { median, sigma } = shelves[category]
  const euros = dice.lognormal(median, sigma)
  return category === 'accessories'
    ? Math.floor(Math.max(6, euros)) * 100 + 95
    : (Math.round(euros / 10) * 10 - 1) * 100
}

type Season = 'winter' | 'spring' | 'summer' | 'autumn'
const seasonOf = (month: number): Season =>
  month < 2 || month === 11 ? 'winter' : month < 5 ? 'spring' : month < 8 ? 'summer' : 'autumn'

const campaigns: Partial<Readonly<Record<Channel, Readonly<Record<Season, string>>>>> = {
  paid_search: { winter: 'suche_marke', spring: 'suche_e_bike', summer: 'suche_e_bike', autumn: 'suche_zubehoer' },
  social: { winter: 'winterlicht', spring: 'fruehling_raus', summer: 'sommertouren', autumn: 'jobrad_herbst' },
  display: { winter: 'erinnerung', spring: 'erinnerung', summer: 'erinnerung', autumn: 'erinnerung' },
  print: {
    winter: 'adventsanzeige',
    spring: 'stadtanzeiger_fruehjahr',
    summer: 'stadtfest',
    autumn: 'stadtanzeiger_herbst',
  },
  email: {
    winter: 'newsletter_winter',
    spring: 'newsletter_fruehjahr',
    summer: 'newsletter_sommer',
    autumn: 'newsletter_herbst',
  },
  post: {
    winter: 'einladung_probefahrt',
    spring: 'einladung_probefahrt',
    summer: 'einladung_probefahrt',
    autumn: 'einladung_probefahrt',
  },
  referral: { winter: 'vergleichsportal', spring: 'radblog', summer: 'radblog', autumn: 'dienstrad_portal' },
}

/** The campaign that ran on a channel in a month (0..11); empty where none did. */
export const campaignOf = (channel: Channel, month: number): string => campaigns[channel]?.[seasonOf(month)] ?? ''

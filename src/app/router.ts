import type { Product } from './product.ts'

export type Features = Pick<Product, 'admin' | 'collect' | 'people' | 'journeys' | 'insights'>

/** The implementation of the contract. */
export const router = ({ admin, collect, people, journeys, insights }: Features) => ({
  admin: admin.routes,
  collect: collect.routes,
  people: people.routes,
  journeys: journeys.routes,
  insights: insights.routes,
})

import type { Product } from './product.ts'

/** The implementation of the contract. */
export const router = ({ admin, collect, people, journeys, insights }: Product) => ({
  admin: admin.routes,
  collect: collect.routes,
  people: people.routes,
  journeys: journeys.routes,
  insights: insights.routes,
})

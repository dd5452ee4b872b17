import { guarded } from '../features/admin/index.ts'
import type { Product } from './product.ts'

export type Features = Pick<Product, 'admin' | 'collect' | 'people' | 'journeys' | 'insights'>

/** The implementation of the contract, for those alone who may; what changes something is entered into the audit log. */
export const router = ({ admin, collect, people, journeys, insights }: Features) =>
  guarded(
    {
      admin: admin.routes,
      collect: collect.routes,
      people: people.routes,
      journeys: journeys.routes,
      insights: insights.routes,
    },
    admin,
  )

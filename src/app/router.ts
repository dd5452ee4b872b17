import { watched } from '../features/admin/index.ts'
import type { Product } from './product.ts'

export type Features = Pick<Product, 'admin' | 'collect' | 'people' | 'journeys' | 'insights'>

/** The implementation of the contract; what changes something through it is entered into the audit log. */
export const router = ({ admin, collect, people, journeys, insights }: Features) =>
  watched(
    {
      admin: admin.routes,
      collect: collect.routes,
      people: people.routes,
      journeys: journeys.routes,
      insights: insights.routes,
    },
    admin.audit,
  )

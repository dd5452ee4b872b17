import { admin } from '../features/admin/contract.ts'
import { collect } from '../features/collect/contract.ts'
import { insights } from '../features/insights/contract.ts'
import { journeys } from '../features/journeys/contract.ts'
import { people } from '../features/people/contract.ts'

/** Everything that can be asked of Fernweh over HTTP: the web app, customers' calls and the OpenAPI document share it. */
export const contract = { admin, collect, people, journeys, insights }

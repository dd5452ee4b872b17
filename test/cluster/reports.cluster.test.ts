import { shopContract } from '../../src/features/insights/shop.contract.ts'
import { onServers } from './servers.ts'

onServers('reports', ({ warehouse }) => shopContract(warehouse))

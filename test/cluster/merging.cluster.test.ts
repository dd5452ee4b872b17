import { mergingContract } from '../../src/features/collect/identity/merging.contract.ts'
import { onServers } from './servers.ts'

onServers('people', ({ warehouse }) => mergingContract(warehouse, 2))

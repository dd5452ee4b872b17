import { figuresContract } from '../../src/features/journeys/figures.contract.ts'
import { onServers } from './servers.ts'

onServers('the map', ({ warehouse }) => figuresContract(warehouse))

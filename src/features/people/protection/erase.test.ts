import { describe } from 'vitest'
import { eraseContract } from './erase.contract.ts'

describe('in the process', () => eraseContract())

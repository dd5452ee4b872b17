import { describe } from 'vitest'
import { temporaryCollect } from '../../../../test/engines/collect.ts'
import { during } from '../../../../test/engines/during.ts'
import { captureContract } from './capture.contract.ts'

describe('in the process', () => captureContract(during(() => temporaryCollect())))

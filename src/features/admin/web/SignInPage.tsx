import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useTexts } from '../../../web/i18n.tsx'
import { forget } from '../../../web/workspace.tsx'
import { safeAddress } from './address.ts'
import { Gate } from './Gate.tsx'
import { SignInForm } from './SignInForm.tsx'
import { adminTexts } from './texts.ts'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const { signIn } = useTexts(adminTexts)
  const { to } = route.useSearch()
  const queries = useQueryClient()
  const router = useRouter()
  const enter = async () => {
    await forget(queries)
    router.history.push(safeAddress(to))
  }
  return (
    <Gate title={signIn.title} lead={to === undefined ? signIn.lead : signIn.back}>
      <SignInForm onDone={enter} />
    </Gate>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useTexts } from '../../../web/i18n.tsx'
import { forget } from '../../../web/workspace.tsx'
import { Gate } from './Gate.tsx'
import { SignInForm } from './SignInForm.tsx'
import { adminTexts } from './texts.ts'

const route = getRouteApi('/sign-in')

/** Only addresses of this app, so that a link cannot lead elsewhere after signing in. */
export const safeAddress = (to: string | undefined): string =>
  to?.startsWith('/') && !to.startsWith('//') && !to.includes('\\') ? to : '/'

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

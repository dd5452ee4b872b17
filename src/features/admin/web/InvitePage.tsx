import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../../web/api.ts'
import { auth } from '../../../web/auth.ts'
import { useTexts } from '../../../web/i18n.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { problemOf } from '../../../web/problem.ts'
import { forget, meOptions } from '../../../web/workspace.tsx'
import type { Invitation } from '../schema.ts'
import styles from './admin.module.css'
import { PasswordField } from './Fields.tsx'
import { Gate } from './Gate.tsx'
import { usePasswordWords } from './passwordWords.ts'
import { SignInForm } from './SignInForm.tsx'
import { adminTexts } from './texts.ts'

const route = getRouteApi('/invite/$invitation')

export function InvitePage() {
  const { invitation: id } = route.useParams()
  const { invite } = useTexts(adminTexts)
  const found = useQuery(api.admin.invitation.queryOptions({ input: { invitation: id }, retry: false }))
  if (found.isPending) {
    return (
      <Gate title="Fernweh">
        <Loading shape="form" />
      </Gate>
    )
  }
  if (found.error) {
    const gone = [403, 404, 410].includes(problemOf(found.error).status)
    return (
      <Gate title={gone ? invite.gone : 'Fernweh'} lead={gone ? invite.goneText : undefined}>
        {gone ? (
          <Button component="a" href="/" variant="default">
            {invite.home}
          </Button>
        ) : (
          <ErrorPanel error={found.error} onRetry={() => found.refetch()} />
        )}
      </Gate>
    )
  }
  return <Invited invitation={found.data} />
}

function useJoin(invitation: Invitation) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => api.admin.acceptInvitation.call({ invitation: invitation.id }),
    onSuccess: async (workspace) => {
      await forget(queries)
      await navigate({ to: '/w/$workspace', params: { workspace: workspace.id } })
    },
  })
}

function Invited({ invitation }: { invitation: Invitation }) {
  const { invite, roles } = useTexts(adminTexts)
  const me = useQuery(meOptions())
  const queries = useQueryClient()
  const join = useJoin(invitation)
  const [way, setWay] = useState<'fresh' | 'known'>('fresh')
  const enter = async () => {
    await join.mutateAsync().catch(() => undefined)
  }
  const leave = useMutation({ mutationFn: auth.signOut, onSuccess: () => forget(queries) })
  const signedIn = me.data?.state === 'signed-in' ? me.data.user : null
  const fits = signedIn !== null && signedIn.email.toLowerCase() === invitation.email.toLowerCase()
  return (
    <Gate
      title={invite.title(invitation.workspaceName)}
      lead={signedIn && !fits ? invite.other(invitation.email) : invite.lead(roles[invitation.role])}
    >
      {join.error && <ErrorPanel error={join.error} />}
      {signedIn ? (
        <div className={styles.form}>
          <p>{invite.signedInAs(signedIn.email)}</p>
          {fits && (
            <Button color="accent" size="md" loading={join.isPending} onClick={enter}>
              {invite.join}
            </Button>
          )}
          <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
            {invite.signOut}
          </Button>
        </div>
      ) : (
        <>
          <SegmentedControl
            fullWidth
            mb={18}
            value={way}
            onChange={setWay}
            data={[
              { value: 'fresh', label: invite.fresh },
              { value: 'known', label: invite.known },
            ]}
          />
          {way === 'fresh' ? (
            <SignUpForm invitation={invitation} onDone={enter} />
          ) : (
            <SignInForm email={invitation.email} submit={invite.join} onDone={enter} />
          )}
        </>
      )}
    </Gate>
  )
}

function SignUpForm({ invitation, onDone }: { invitation: Invitation; onDone: () => Promise<void> }) {
  const { invite, fields, wrong } = useTexts(adminTexts)
  const words = usePasswordWords()
  const form = useForm({
    initialValues: { name: '', password: '' },
    validate: {
      name: (name) => (name.trim() === '' ? wrong.name : null),
      password: words.lengthFault,
    },
  })
  const enter = useMutation({ mutationFn: auth.signUp, onSuccess: onDone })
  const weak = words.refusal(enter.error)
  const taken = enter.error !== null && problemOf(enter.error).code.startsWith('USER_ALREADY_EXISTS')
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={form.onSubmit(({ name, password }) =>
        enter.mutate({ name: name.trim(), password, email: invitation.email, invitation: invitation.id }),
      )}
    >
      <TextInput
        label={fields.email}
        value={invitation.email}
        readOnly
        autoComplete="username"
        error={taken ? wrong.taken : undefined}
      />
      <TextInput label={fields.name} autoComplete="name" {...form.getInputProps('name')} />
      <PasswordField
        fresh
        label={fields.password}
        value={form.values.password}
        onChange={(password) => form.setFieldValue('password', password)}
        error={typeof form.errors.password === 'string' ? form.errors.password : weak}
      />
      {enter.error && !taken && !weak && <ErrorPanel error={enter.error} />}
      <Button type="submit" color="accent" size="md" loading={enter.isPending} mt={6}>
        {invite.join}
      </Button>
    </form>
  )
}

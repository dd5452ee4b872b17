import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { auth } from '../../../web/auth.ts'
import { useTexts } from '../../../web/i18n.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { problemOf } from '../../../web/problem.ts'
import styles from './admin.module.css'
import { isMail, PasswordField } from './Fields.tsx'
import { adminTexts } from './texts.ts'

type Props = { readonly onDone: () => Promise<void>; readonly email?: string; readonly submit?: string }

export function SignInForm({ onDone, email = '', submit }: Props) {
  const { signIn, fields, wrong } = useTexts(adminTexts)
  const form = useForm({
    initialValues: { email, password: '' },
    validate: {
      email: (mail) => (isMail(mail) ? null : wrong.email),
      password: (password) => (password === '' ? wrong.required : null),
    },
  })
  const enter = useMutation({ mutationFn: auth.signIn, onSuccess: onDone })
  const refused = enter.error !== null && problemOf(enter.error).status === 401
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={form.onSubmit((who) => enter.mutate({ ...who, email: who.email.trim() }))}
    >
      <TextInput label={fields.email} type="email" autoComplete="username" {...form.getInputProps('email')} />
      <PasswordField
        fresh={false}
        label={fields.password}
        value={form.values.password}
        onChange={(password) => form.setFieldValue('password', password)}
        error={
          refused ? wrong.credentials : typeof form.errors.password === 'string' ? form.errors.password : undefined
        }
      />
      {enter.error && !refused && <ErrorPanel error={enter.error} />}
      <Button type="submit" color="accent" size="md" loading={enter.isPending} mt={6}>
        {submit ?? signIn.submit}
      </Button>
    </form>
  )
}

import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  InputWrapper,
  Menu,
  Modal,
  Select,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core'

const fills: Record<string, { readonly fill: string; readonly text: string }> = {
  ink: { fill: 'var(--ink)', text: 'var(--ground)' },
  accent: { fill: 'var(--accent-ink)', text: 'var(--on-accent)' },
  bad: { fill: 'var(--bad)', text: 'var(--paper)' },
}

const variantColorResolver: VariantColorsResolver = (input) => {
  const filled = input.variant === 'filled' ? fills[input.color ?? ''] : undefined
  if (filled) {
    return {
      background: filled.fill,
      hover: `color-mix(in srgb, ${filled.fill} 88%, var(--ground))`,
      color: filled.text,
      border: '1px solid transparent',
    }
  }
  if (input.variant === 'subtle' && (input.color === 'ink' || input.color === 'gray')) {
    return { background: 'transparent', hover: 'var(--hover)', color: 'var(--ink2)', border: '1px solid transparent' }
  }
  return defaultVariantColorsResolver(input)
}

export const theme = createTheme({
  fontFamily: "'Inter Variable', sans-serif",
  headings: { fontFamily: "'Inter Variable', sans-serif", fontWeight: '620' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '14px' },
  defaultRadius: 'md',
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  colors: {
    accent: [
      '#fdeee7',
      '#fadccd',
      '#f5bfa6',
      '#f1a17e',
      '#f58b64',
      '#f0794e',
      '#d9562b',
      '#b9410f',
      '#9c3813',
      '#7a2b0e',
    ],
    ink: ['#f3f4f6', '#e4e6ea', '#c9ced6', '#a6afbb', '#8590a0', '#656e7b', '#4f5866', '#1d2530', '#161c25', '#0f141b'],
    gray: [
      '#f8f5f0',
      '#f3efe8',
      '#e9e4da',
      '#ddd6c9',
      '#cfc7b8',
      '#a39c8f',
      '#656e7b',
      '#4f5866',
      '#343c47',
      '#1d2530',
    ],
    dark: [
      '#eef0f3',
      '#c9ced6',
      '#a6afbb',
      '#8b96a5',
      '#2a323d',
      '#202731',
      '#191f27',
      '#12161c',
      '#0e1116',
      '#090b0f',
    ],
  },
  variantColorResolver,
  components: {
    InputWrapper: InputWrapper.extend({
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
    }),
    Button: Button.extend({ defaultProps: { color: 'ink' } }),
    Modal: Modal.extend({ defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.35 } } }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', position: 'bottom-end', withInitialFocusPlaceholder: false } }),
    Select: Select.extend({
      defaultProps: { withScrollArea: false, styles: { options: { maxHeight: 260, overflowY: 'auto' } } },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: { events: { hover: true, focus: true, touch: true }, multiline: true, maw: 280 },
    }),
  },
})

const shared = {
  '--mantine-color-body': 'var(--ground)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink2)',
  '--mantine-color-placeholder': 'var(--ink3)',
  '--mantine-color-anchor': 'var(--accent-ink)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-default': 'var(--paper)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-disabled': 'var(--hover)',
  '--mantine-color-disabled-color': 'var(--ink3)',
  '--mantine-color-accent-filled': 'var(--accent-ink)',
  '--mantine-color-accent-light': 'var(--accentbg)',
  '--mantine-color-accent-light-color': 'var(--accent-ink)',
  '--mantine-color-accent-outline': 'var(--accent-ink)',
}

/** Mantine's colours follow theme.css, so a colour is written once. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared })

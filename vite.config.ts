import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const port = Number(process.env.FERNWEH_PORT ?? 4870)

export default defineConfig({
  plugins: [react()],
  publicDir: false,
  server: { host: '127.0.0.1', proxy: { '/api': `http://127.0.0.1:${port}` } },
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
})

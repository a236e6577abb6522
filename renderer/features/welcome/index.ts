export { DemoPages } from './demo-pages.tsx'
export { WelcomeView } from './welcome-view.tsx'

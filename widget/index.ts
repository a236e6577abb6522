import { startWidget } from './start.ts'

startWidget(window, document.currentScript)

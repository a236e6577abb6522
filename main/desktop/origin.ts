/** The one scheme, host and origin that the console's own page has. Nothing else is ever loaded in its window. */
export const appScheme = 'app'
export const appHost = 'console'
export const appOrigin = `${appScheme}://${appHost}`
export const appStartUrl = `${appOrigin}/index.html`

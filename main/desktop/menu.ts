import { Menu, type MenuItemConstructorOptions } from 'electron'

/**
 * The smallest menu that keeps editing keys and zoom working. Developer tools are not in it.
 *
 * @param openWindow opens one more window
 */
export function setMenu(platform: NodeJS.Platform, openWindow: () => void): void {
  const template: MenuItemConstructorOptions[] = [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        // The page answers Ctrl+N by itself, so that one press opens one window; it leaves Command+N to the menu.
        {
          label: 'New window',
          accelerator: 'CmdOrCtrl+N',
          registerAccelerator: platform === 'darwin',
          click: () => openWindow(),
        },
        { role: 'close' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

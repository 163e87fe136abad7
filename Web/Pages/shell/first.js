// Before the first stroke is painted: the theme and language of last time, so that nothing flashes.
{
  const theme = localStorage.getItem('gx-theme') ?? 'system'
  const isDark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  document.documentElement.dataset.density = localStorage.getItem('gx-density') ?? 'normal'
  const language = localStorage.getItem('gx-language')
  if (language) document.documentElement.lang = language
}

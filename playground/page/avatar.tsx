const hues: Readonly<Record<string, number>> = { Ana: 265, Ben: 205, Cara: 150, Dan: 28, Eve: 340 };

/** A person's initial on their own colour, or the app's mark. */
export function Avatar({ name, round = false }: { name: string; round?: boolean }) {
  const shape = `avatar ${round ? 'avatar-round' : ''}`;
  if (name === 'Elevate') {
    return (
      <span className={`${shape} avatar-app`} aria-hidden="true">
        <svg viewBox="0 0 32 32">
          <path d="M16 7l8 9h-5v5h-6v-5H8z" fill="#fff" />
          <rect x="11" y="23" width="10" height="2.6" rx="1.3" fill="#9db2ff" />
        </svg>
      </span>
    );
  }
  const hue = hues[name] ?? 220;
  return (
    <span className={shape} style={{ background: `hsl(${hue} 45% 42%)` }} aria-hidden="true">
      {name.charAt(0)}
    </span>
  );
}

import { createRoot } from 'react-dom/client';
import { App } from './app';
import 'slack-blocks-to-jsx/dist/style.css';
import './styles/page.css';
import './styles/slack.css';
import './styles/teams.css';
import './styles/targets.css';

createRoot(document.getElementById('page')!).render(<App />);

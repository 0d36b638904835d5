import { HostConfig } from 'adaptivecards';

const sizes = { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 };
const weights = { lighter: 300, default: 400, bolder: 600 };
const segoe = "'Segoe UI', -apple-system, Roboto, 'Liberation Sans', Arial, sans-serif";

const colours = {
  default: { default: '#242424', subtle: '#616161' },
  dark: { default: '#242424', subtle: '#616161' },
  light: { default: '#ffffff', subtle: '#f0f0f0' },
  accent: { default: '#5b5fc7', subtle: '#5b5fc7' },
  good: { default: '#13760c', subtle: '#13760c' },
  warning: { default: '#835b00', subtle: '#835b00' },
  attention: { default: '#c4314b', subtle: '#c4314b' },
};

function container(backgroundColor: string) {
  return { backgroundColor, foregroundColors: colours };
}

/** How Teams draws cards, as near as it is published. */
export const teamsHost = new HostConfig({
  fontTypes: {
    default: { fontFamily: segoe, fontSizes: sizes, fontWeights: weights },
    monospace: {
      fontFamily: "Consolas, 'Liberation Mono', monospace",
      fontSizes: sizes,
      fontWeights: weights,
    },
  },
  fontFamily: segoe,
  fontSizes: sizes,
  fontWeights: weights,
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 28 },
  spacing: {
    none: 0,
    small: 4,
    default: 8,
    medium: 12,
    large: 16,
    extraLarge: 24,
    padding: 16,
  },
  separator: { lineThickness: 1, lineColor: '#e0e0e0' },
  supportsInteractivity: true,
  containerStyles: {
    default: container('#ffffff'),
    emphasis: container('#f0f0f0'),
    accent: container('#e8ebfa'),
    good: container('#e7f2da'),
    warning: container('#fbf6d9'),
    attention: container('#fcf4f6'),
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { color: 'attention', spacing: 'small', size: 'small', weight: 'default' },
  },
});

import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart, ChartPoint } from './report.js';

echarts.use([BarChart, CustomChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

const WIDTH = 760;
const COLOURS = ['#1f4e8c', '#c2571a', '#3b8751', '#8a4fa3', '#a8842c', '#5b6470', '#b8336a'];
/** Light enough for a whisker to show on it. */
const BAR = '#8db0d9';
const INK = '#30343b';
const BAR_HEIGHT = 22;
/** Width of a letter in font sizes, about that of most sans-serif fonts: there is no browser here to measure text. */
const LETTER = 0.56;

echarts.setPlatformAPI({
  measureText: (text: string, font?: string) => {
    const size = Number(/(\d+)px/.exec(font ?? '')?.[1] ?? 13);
    return { width: text.length * size * LETTER };
  },
});

/**
 * @param id  tells the parts of one drawing from those of another on the same page
 * @returns an SVG element, still (nothing answers the pointer) and the same for the same chart
 */
export function drawChart(chart: Chart, id: string): string {
  const height = chart.kind === 'bars' ? barsHeight(chart) : 340;
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    drawing.setOption({
      animation: false,
      textStyle: { color: INK, fontSize: 13 },
      ...(chart.series.length > 1 && { legend: { top: 0, itemGap: 16, textStyle: { color: INK } } }),
      ...(chart.kind === 'bars' ? bars(chart) : lines(chart)),
    });
    return drawing
      .renderToSVGString()
      .replace(/<style[^]*?<\/style>/, '')
      .replaceAll(/ (?:class|pointer-events|ecmeta_\w+|xml:space)="[^"]*"/g, '')
      .replaceAll(/zr\d+-/g, `${id}-`);
  } finally {
    drawing.dispose();
  }
}

function barsHeight({ positions, series }: Chart): number {
  return 80 + positions.length * (BAR_HEIGHT * series.length + (series.length > 1 ? 8 : 0));
}

function bars({ positions, series, axis }: Chart) {
  return {
    grid: { top: series.length > 1 ? 36 : 12, right: 24, bottom: 44, left: 170 },
    xAxis: { type: 'value', name: axis, nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: 'category', data: positions, inverse: true, axisTick: { show: false } },
    series: series.flatMap(({ name, points }, at) => [
      {
        type: 'bar',
        name,
        color: series.length > 1 ? COLOURS[at] : BAR,
        barMaxWidth: BAR_HEIGHT - 6,
        data: points.map((point) => point?.mean ?? '-'),
      },
      // Whiskers of several series would need their bars' places; one series has its bars in the middle.
      ...(series.length === 1
        ? [whiskers(points, (value, position) => [value, position], { x: [1, 2], y: 0 }, INK)]
        : []),
    ]),
  };
}

function lines({ positions, series, axis }: Chart) {
  return {
    grid: { top: series.length > 3 ? 84 : 64, right: 24, bottom: 44, left: 56 },
    xAxis: { type: 'category', data: positions },
    yAxis: { type: 'value', name: axis, nameLocation: 'end', nameTextStyle: { align: 'left' }, min: 0 },
    series: series.flatMap(({ name, points }, at) => [
      {
        type: 'line',
        name,
        color: COLOURS[at],
        symbolSize: 7,
        data: points.map((point) => point?.mean ?? '-'),
      },
      whiskers(points, (value, position) => [position, value], { x: 0, y: [1, 2] }, COLOURS[at]),
    ]),
  };
}

/** Lines from one standard error below to one above. */
function whiskers(
  points: readonly (ChartPoint | undefined)[],
  coordinates: (value: number, position: number) => [number, number],
  encode: object,
  stroke: string,
) {
  const data = points.flatMap((point, position) =>
    point ? [[position, point.mean - point.error, point.mean + point.error]] : [],
  );
  return {
    type: 'custom',
    silent: true,
    z: 3,
    encode,
    data,
    renderItem: (
      _: unknown,
      api: { value(index: number): number; coord(data: number[]): [number, number] },
    ) => {
      const position = api.value(0);
      const [x1, y1] = api.coord(coordinates(api.value(1), position));
      const [x2, y2] = api.coord(coordinates(api.value(2), position));
      return {
        type: 'line',
        shape: { x1, y1, x2, y2 },
        style: { stroke, lineWidth: 1.5, opacity: 0.7 },
      };
    },
  };
}

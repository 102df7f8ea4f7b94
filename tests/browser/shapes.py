"""What axe can tell two pages apart by: where nothing of it differs, one look serves for both.

Most pages of the walk are the page of another case, or the same page as somebody else sees it:
other words, and other addresses behind the links. axe judges neither. What it judges is kept here
of every element: its kind and its marks, whether it holds words, what labels and describes it, its
colours, and at each width whether it is seen, too small for a finger, or to be scrolled. Of rows
that are alike in all of it, two are kept.
"""

# Of these it matters only that they say something, or where they point.
SHAPE = """async () => {
  const FREE = new Set(['href', 'value', 'title', 'placeholder', 'datetime', 'action', 'id', 'name',
    'src', 'data-module', 'for', 'style', 'content']);
  const POINTS = new Set(['aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns',
    'aria-activedescendant', 'aria-errormessage', 'aria-details', 'headers', 'list', 'form']);
  const LANDMARKS = 'main,nav,aside,section,form,header,footer,search,fieldset,table,[role]';
  const says = (text) => text && text.trim() ? 1 : 0;
  const counts = {};
  for (const {id} of document.querySelectorAll('[id]')) counts[id] = (counts[id] || 0) + 1;
  const target = (id) => {
    const found = document.getElementById(id), twice = counts[id] > 1 ? '!' : '';
    return found ? found.tagName + says(found.textContent) + twice : 'nothing';
  };
  const attribute = ({name, value}, element) => {
    if (name === 'id') return 'id' + (counts[value] > 1 ? '!' : '');
    if (name === 'href' && value.startsWith('#')) return 'href#' + target(value.slice(1));
    if (name === 'for') return 'for ' + target(value);
    if (POINTS.has(name)) return name + ' ' + value.trim().split(/\\s+/).map(target);
    if (name === 'aria-label' && !element.matches(LANDMARKS)) return name + says(value);
    if (FREE.has(name) || (name.startsWith('data-') && element.tagName !== 'HTML'))
      return name + says(value);
    return name + '=' + value;
  };
  const PAINT = ['color', 'backgroundColor', 'backgroundImage', 'opacity', 'fontSize', 'fontWeight',
    'textDecorationLine', 'textShadow', 'position', 'zIndex', 'visibility', 'display', 'clip',
    'clipPath', 'overflowX', 'overflowY', 'pointerEvents', 'borderBottomWidth', 'float'];
  const ACTIVE = 'a,button,input,select,textarea,summary,label,[tabindex],[role]';
  const own = (element) => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && says(node.data));
    const painted = ['::before', '::after'].map((part) => {
      const drawn = getComputedStyle(element, part);
      if (drawn.content === 'none') return '';
      return drawn.content + drawn.backgroundColor + drawn.position;
    });
    const attributes = [...element.attributes].map((each) => attribute(each, element));
    const marks = [element.tagName, ...attributes, ...PAINT.map((name) => style[name]),
      ...painted, words, box.width > 0 && box.height > 0,
      element.checkVisibility({opacityProperty: true, visibilityProperty: true})];
    if (element.matches(ACTIVE)) marks.push(box.width < 24, box.height < 24, element.disabled,
      element.tabIndex, says(element.value), says(element.textContent));
    for (const label of element.labels || []) marks.push('label', says(label.textContent));
    if (element.matches(LANDMARKS)) {
      const by = (element.getAttribute('aria-labelledby') || '').split(/\\s+/);
      marks.push(...by.map((id) => document.getElementById(id)?.textContent || ''));
    }
    if (/auto|scroll/.test(style.overflowX + style.overflowY)) marks.push(
      element.scrollWidth > element.clientWidth, element.scrollHeight > element.clientHeight);
    return marks.join('|');
  };
  const shape = (element, without) => {
    if (['SCRIPT', 'STYLE', 'TEMPLATE'].includes(element.tagName)) return '';
    const within = [];
    for (const child of element.tagName === 'svg' ? [] : element.children) {
      if (child === without) { within.push('<main>'); continue; }
      const found = shape(child, without);
      if (found && !(found === within.at(-1) && found === within.at(-2))) within.push(found);
    }
    return `<${own(element)}>${within.join('')}</>`;
  };
  const main = document.querySelector('main');
  const heads = [...document.head.querySelectorAll('meta')].map((each) => each.outerHTML);
  const parts = [shape(main), heads.join('') + shape(document.documentElement, main)];
  const digest = async (text) => {
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return String.fromCharCode(...new Uint8Array(bytes));
  };
  return Promise.all(parts.map(digest));
}"""


class Shapes:
    """What was looked at, by its shape: of the page proper, and of the frame around it."""

    def __init__(self):
        self.seen = set()

    def is_new(self, page, width):
        """Say whether something here was never seen at this width, and remember it."""
        parts = {(width, part) for part in page.evaluate(SHAPE)}
        is_new = not parts <= self.seen
        self.seen |= parts
        return is_new

// The parts of Leaflet that the page uses, and nothing else of it.
import 'leaflet/src/layer/Layer.js';
import 'leaflet/src/layer/vector/Renderer.getRenderer.js';
import 'leaflet/src/map/handler/Map.DoubleClickZoom.js';
import 'leaflet/src/map/handler/Map.Drag.js';
import 'leaflet/src/map/handler/Map.Keyboard.js';
import 'leaflet/src/map/handler/Map.ScrollWheelZoom.js';
import 'leaflet/src/map/handler/Map.TouchZoom.js';

export { createMap } from 'leaflet/src/map/Map.js';
export { Control } from 'leaflet/src/control/Control.js';
export { zoom } from 'leaflet/src/control/Control.Zoom.js';
export { scale } from 'leaflet/src/control/Control.Scale.js';
export { layerGroup } from 'leaflet/src/layer/LayerGroup.js';
export { geoJSON } from 'leaflet/src/layer/GeoJSON.js';
export { marker } from 'leaflet/src/layer/marker/Marker.js';
export { divIcon } from 'leaflet/src/layer/marker/DivIcon.js';
export { canvas } from 'leaflet/src/layer/vector/Canvas.js';
export { circle } from 'leaflet/src/layer/vector/Circle.js';
export { polyline } from 'leaflet/src/layer/vector/Polyline.js';

/**
 * Geometry of a long list of which only the visible part is in the document. Offsets are pixels
 * from the top of the list.
 */
export class VirtualRows {
    /** @param {number[]} heights of the rows, pixels */
    constructor(heights) {
        this.offsets = new Float64Array(heights.length + 1);
        for (let index = 0; index < heights.length; index += 1) {
            this.offsets[index + 1] = this.offsets[index] + heights[index];
        }
    }

    /** @returns {number} how many rows there are */
    get length() {
        return this.offsets.length - 1;
    }

    /** @returns {number} pixels */
    get totalHeight() {
        return this.offsets[this.length];
    }

    /**
     * @param {number} index
     * @returns {{top: number, height: number}}
     */
    box(index) {
        const top = this.offsets[index];
        return { top, height: this.offsets[index + 1] - top };
    }

    /**
     * The row at an offset, clamped to the list.
     *
     * @param {number} offset
     * @returns {number} 0 for an empty list
     */
    indexAt(offset) {
        let low = 0;
        let high = this.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (this.offsets[middle] <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /**
     * Rows to keep in the document, `first` to `last` exclusive.
     *
     * @param {number} scrollTop
     * @param {number} viewHeight
     * @param {number} [overscan] rows kept ready above and below
     * @returns {{first: number, last: number}}
     */
    range(scrollTop, viewHeight, overscan = 6) {
        if (this.length === 0) {
            return { first: 0, last: 0 };
        }
        const first = Math.max(0, this.indexAt(scrollTop) - overscan);
        const last = Math.min(this.length, this.indexAt(scrollTop + viewHeight) + 1 + overscan);
        return { first, last };
    }

    /**
     * Where to scroll so that a row is wholly visible, moving as little as possible.
     *
     * @param {number} index
     * @param {number} scrollTop
     * @param {number} viewHeight
     * @param {number} [margin] pixels kept free, as for a heading that stays at the top
     * @returns {number} the new scrollTop
     */
    scrollFor(index, scrollTop, viewHeight, margin = 0) {
        const { top, height } = this.box(index);
        if (top - margin < scrollTop) {
            return Math.max(0, top - margin);
        }
        if (top + height > scrollTop + viewHeight) {
            return top + height - viewHeight;
        }
        return scrollTop;
    }
}

package org.ruhu.proof;

import android.content.Context;
import android.view.Display;

/** Unguarded: no phone with less than Android 11 (API 30) has this method. */
final class TooNew {
    static Display of(Context context) {
        return context.getDisplay();
    }
}

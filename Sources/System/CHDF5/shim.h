#pragma once
#include <hdf5.h>
#include <stdio.h>
#include <string.h>

// Predefined types are macros over mutable globals, which Swift 6 refuses.
static inline hid_t winnow_h5_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t winnow_h5_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t winnow_h5_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t winnow_h5_uint64(void) { return H5T_NATIVE_UINT64; }
static inline hid_t winnow_h5_uint8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t winnow_h5_c_string(void) { return H5T_C_S1; }

// Property list classes are macros over mutable globals too.
static inline hid_t winnow_h5_dataset_access(void) { return H5P_DATASET_ACCESS; }
static inline hid_t winnow_h5_dataset_create(void) { return H5P_DATASET_CREATE; }
static inline hid_t winnow_h5_group_create(void) { return H5P_GROUP_CREATE; }
static inline hid_t winnow_h5_file_create(void) { return H5P_FILE_CREATE; }
static inline hid_t winnow_h5_link_create(void) { return H5P_LINK_CREATE; }

// Constants written as casts or function calls do not reach Swift.
static inline hid_t winnow_h5_default(void) { return H5P_DEFAULT; }
static inline hid_t winnow_h5_all(void) { return H5S_ALL; }
static inline unsigned winnow_h5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned winnow_h5_truncate(void) { return H5F_ACC_TRUNC; }
static inline unsigned winnow_h5_tracked_order(void) {
  return H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
}

// The library follows references to variable-length text without checking them against the file. This
// conversion hands them over as they are stored, 16 bytes each, to be followed by code that checks.
static inline herr_t winnow_h5_keep_reference(
    hid_t source, hid_t target, H5T_cdata_t *state, size_t count, size_t stride, size_t background_stride,
    void *buffer, void *background, hid_t properties) {
  (void)count, (void)stride, (void)background_stride, (void)buffer, (void)background, (void)properties;
  if (state->command != H5T_CONV_INIT) return 0;  // the bytes stay
  state->need_bkg = H5T_BKG_NO;
  return H5Tis_variable_str(source) > 0 && H5Tget_size(source) == 16 && H5Tget_size(target) == 16 ? 0 : -1;
}

static inline herr_t winnow_h5_register_references(void) {
  hid_t text = H5Tcopy(H5T_C_S1), bytes = H5Tcreate(H5T_OPAQUE, 16);
  H5Tset_size(text, H5T_VARIABLE);
  herr_t status = H5Tregister(H5T_PERS_SOFT, "winnow_reference", text, bytes, winnow_h5_keep_reference);
  H5Tclose(text);
  H5Tclose(bytes);
  return status;
}

// Errors are told by WinnowError, not on the terminal.
static inline herr_t winnow_h5_silence(void) { return H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

static inline herr_t winnow_h5_keep_first(unsigned n, const H5E_error2_t *error, void *buffer) {
  if (n == 0 && error->desc) snprintf((char *)buffer, 256, "%s", error->desc);
  return 0;
}

// The innermost message of the error stack, which is then cleared; the buffer holds 256 bytes.
static inline void winnow_h5_take_error(char *buffer) {
  buffer[0] = 0;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, winnow_h5_keep_first, buffer);
  H5Eclear2(H5E_DEFAULT);
}

// The function behind H5Lget_info differs between versions. A link to another file is not followed.
static inline int winnow_h5_is_external(hid_t location, const char *name) {
  H5L_info_t info;
  return H5Lget_info(location, name, &info, H5P_DEFAULT) >= 0 && info.type == H5L_TYPE_EXTERNAL;
}

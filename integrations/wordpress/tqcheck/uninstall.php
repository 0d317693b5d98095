<?php
/** The settings go with the plugin; what was decided about posts stays with them. */

if ( ! defined( 'WP_UNINSTALL_PLUGIN' ) ) {
	exit;
}

delete_option( 'tqcheck' );

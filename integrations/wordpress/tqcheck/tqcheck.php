<?php
/**
 * Plugin Name: tqcheck
 * Description: Asks a tqcheck service before a text is published, by whichever door it comes.
 * Version: 0.1.0
 * Requires at least: 6.0
 * Requires PHP: 7.4
 * License: MIT
 * Text Domain: tqcheck
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

require_once __DIR__ . '/includes/class-tqcheck-settings.php';
require_once __DIR__ . '/includes/class-tqcheck-client.php';
require_once __DIR__ . '/includes/class-tqcheck-guard.php';
require_once __DIR__ . '/includes/class-tqcheck-editor.php';

// Who may publish against the check: administrators, until somebody grants it to more roles.
register_activation_hook(
	__FILE__,
	function () {
		$role = get_role( 'administrator' );
		if ( $role ) {
			$role->add_cap( 'tqcheck_override' );
		}
	}
);

$tqcheck_settings = new Tqcheck_Settings();
$tqcheck_settings->register();
$tqcheck_guard = new Tqcheck_Guard( $tqcheck_settings, new Tqcheck_Client( $tqcheck_settings ) );
$tqcheck_guard->register();
$tqcheck_editor = new Tqcheck_Editor( $tqcheck_settings, $tqcheck_guard, __FILE__ );
$tqcheck_editor->register();

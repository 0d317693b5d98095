<?php
/** The settings, and their page. Until the required ones are chosen nothing is guarded, and every screen says so. */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

class Tqcheck_Settings {
	const OPTION   = 'tqcheck';
	const DEFAULTS = array(
		'url'             => '',
		'token'           => '',
		'signing'         => 'hmac',
		'on_failure'      => '',
		'stop_on'         => 'block',
		'timeout'         => 15,
		'types'           => 'post page',
		'language'        => '',
		'source_language' => '',
	);
	const CHOICES  = array(
		'signing'    => array(
			'hmac'   => 'Sign each request with it (it never travels)',
			'bearer' => 'Send it along',
		),
		'on_failure' => array(
			''       => '— choose —',
			'open'   => 'Publish: a broken checker must not stop the newsroom',
			'closed' => 'Do not publish: nothing goes out unchecked',
		),
		'stop_on'    => array(
			'block'   => 'Errors (block)',
			'flagged' => 'Errors and warnings (whatever the service flags)',
		),
	);
	const LABELS   = array(
		'url'             => 'Address of the service, as in https://checks.example.org',
		'token'           => 'Token (better in wp-config.php, as TQCHECK_TOKEN; leave empty to keep it)',
		'signing'         => 'What is done with the token',
		'on_failure'      => 'Where a text cannot be judged',
		'stop_on'         => 'What is stopped',
		'timeout'         => 'Seconds to wait for an answer',
		'types'           => 'Post types that are guarded',
		'language'        => 'Language of the texts, as in en (empty: found for each)',
		'source_language' => 'Language that they were translated from, as in fr (empty: the likeliest)',
	);

	public function register() {
		add_action( 'admin_menu', array( $this, 'menu' ) );
		add_action( 'admin_init', array( $this, 'declare_settings' ) );
		add_action( 'admin_notices', array( $this, 'notices' ) );
	}

	public function get( $key ) {
		$values = get_option( self::OPTION );
		return is_array( $values ) && isset( $values[ $key ] ) ? $values[ $key ] : self::DEFAULTS[ $key ];
	}

	/** Whether what nobody can guess has been chosen. */
	public function complete() {
		return '' !== $this->get( 'url' ) && '' !== $this->get( 'on_failure' );
	}

	public function token() {
		return defined( 'TQCHECK_TOKEN' ) ? (string) TQCHECK_TOKEN : (string) $this->get( 'token' );
	}

	public function types() {
		return preg_split( '/[\s,]+/', (string) $this->get( 'types' ), -1, PREG_SPLIT_NO_EMPTY );
	}

	/** What the form sends, held against what is known. */
	public function clean( $given ) {
		$given = is_array( $given ) ? $given : array();
		$kept  = array();
		foreach ( self::DEFAULTS as $key => $default ) {
			$value        = isset( $given[ $key ] ) && is_scalar( $given[ $key ] ) ? trim( (string) $given[ $key ] ) : '';
			$kept[ $key ] = isset( self::CHOICES[ $key ] ) && ! isset( self::CHOICES[ $key ][ $value ] ) ? $default : $value;
		}
		$kept['url']     = esc_url_raw( $kept['url'], array( 'http', 'https' ) );
		$kept['timeout'] = min( 60, max( 2, (int) $kept['timeout'] ) );
		if ( '' === $kept['token'] ) {
			$kept['token'] = (string) $this->get( 'token' );
		}
		return $kept;
	}

	public function menu() {
		add_options_page( 'tqcheck', 'tqcheck', 'manage_options', 'tqcheck', array( $this, 'page' ) );
	}

	public function declare_settings() {
		register_setting( 'tqcheck', self::OPTION, array( 'type' => 'array', 'sanitize_callback' => array( $this, 'clean' ), 'show_in_rest' => false ) );
	}

	public function notices() {
		if ( ! $this->complete() && current_user_can( 'manage_options' ) ) {
			printf(
				'<div class="notice notice-error"><p>tqcheck guards nothing yet: <a href="%s">say where the service is, and what is to happen when it does not answer</a>.</p></div>',
				esc_url( admin_url( 'options-general.php?page=tqcheck' ) )
			);
		}
		$key  = 'tqcheck_said_' . get_current_user_id();
		$said = get_transient( $key );
		if ( $said ) {
			delete_transient( $key );
			printf( '<div class="notice notice-error"><p>%s</p></div>', esc_html( $said ) );
		}
	}

	public function page() {
		echo '<div class="wrap"><h1>tqcheck</h1><form method="post" action="options.php">';
		settings_fields( 'tqcheck' );
		echo '<table class="form-table" role="presentation">';
		foreach ( self::LABELS as $key => $label ) {
			$name = self::OPTION . "[$key]";
			printf( '<tr><th scope="row"><label for="tqcheck-%s">%s</label></th><td>', esc_attr( $key ), esc_html( $label ) );
			if ( isset( self::CHOICES[ $key ] ) ) {
				printf( '<select id="tqcheck-%s" name="%s">', esc_attr( $key ), esc_attr( $name ) );
				foreach ( self::CHOICES[ $key ] as $value => $shown ) {
					printf( '<option value="%s"%s>%s</option>', esc_attr( $value ), selected( $value, $this->get( $key ), false ), esc_html( $shown ) );
				}
				echo '</select>';
			} else {
				printf(
					'<input id="tqcheck-%s" name="%s" class="regular-text" type="%s" autocomplete="off" value="%s">',
					esc_attr( $key ),
					esc_attr( $name ),
					'token' === $key ? 'password' : 'text',
					esc_attr( 'token' === $key ? '' : $this->get( $key ) )
				);
			}
			echo '</td></tr>';
		}
		echo '</table>';
		submit_button();
		echo '</form></div>';
	}
}

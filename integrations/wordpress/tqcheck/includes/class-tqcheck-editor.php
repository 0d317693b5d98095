<?php
/** What editors see: a panel in the block editor, a box in the classic one. */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

class Tqcheck_Editor {
	private $settings;
	private $guard;
	private $file;

	public function __construct( $settings, $guard, $file ) {
		$this->settings = $settings;
		$this->guard    = $guard;
		$this->file     = $file;
	}

	public function register() {
		add_action( 'rest_api_init', array( $this, 'routes' ) );
		add_action( 'enqueue_block_editor_assets', array( $this, 'panel' ) );
		add_action( 'post_submitbox_misc_actions', array( $this, 'box' ) );
	}

	public function routes() {
		register_rest_route(
			'tqcheck/v1',
			'/check',
			array(
				'methods'             => 'POST',
				'callback'            => array( $this, 'check' ),
				'permission_callback' => function ( $request ) {
					return current_user_can( 'edit_post', (int) $request['post'] );
				},
				'args'                => array(
					'post'    => array( 'type' => 'integer', 'required' => true ),
					'title'   => array( 'type' => 'string', 'default' => '' ),
					'content' => array( 'type' => 'string', 'default' => '' ),
					'excerpt' => array( 'type' => 'string', 'default' => '' ),
				),
			)
		);
	}

	/** The result for the text as it stands in the editor. */
	public function check( $request ) {
		if ( ! $this->settings->complete() ) {
			return new WP_Error( 'tqcheck_settings', 'tqcheck has not been set up yet.', array( 'status' => 409 ) );
		}
		$text = array(
			'post_title'   => (string) $request['title'],
			'post_content' => (string) $request['content'],
			'post_excerpt' => (string) $request['excerpt'],
		);
		return $this->guard->result( (int) $request['post'], Tqcheck_Guard::key( $text ), $text );
	}

	public function panel() {
		$needs = array( 'wp-api-fetch', 'wp-components', 'wp-data', 'wp-edit-post', 'wp-element', 'wp-plugins' );
		wp_enqueue_script( 'tqcheck-panel', plugins_url( 'assets/panel.js', $this->file ), $needs, '0.1.0', true );
		wp_add_inline_script( 'tqcheck-panel', 'window.tqcheck = ' . wp_json_encode( array( 'override' => current_user_can( 'tqcheck_override' ) ) ) . ';', 'before' );
	}

	/** The classic editor, which sends a form. */
	public function box() {
		if ( ! current_user_can( 'tqcheck_override' ) ) {
			return;
		}
		wp_nonce_field( 'tqcheck_override', 'tqcheck_nonce', false );
		echo '<div class="misc-pub-section"><label>Publish in spite of tqcheck, because<br><input type="text" name="tqcheck_override" maxlength="500"></label></div>';
	}
}

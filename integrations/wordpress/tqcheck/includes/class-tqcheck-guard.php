<?php
/**
 * Lets no text through to the public that the check stops.
 *
 * Each way to publish passes one of four hooks: the block editor and every other REST client `rest_pre_insert_{type}`,
 * which can answer with an error; quick edit, bulk edit, XML-RPC, the classic editor, WP-CLI and code that calls
 * wp_insert_post() `wp_insert_post_data`; the clock `publish_future_post`; and code that calls wp_publish_post(), which
 * changes the table by itself, `transition_post_status`.
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

class Tqcheck_Guard {
	const PUBLIC_STATUS = array( 'publish', 'future', 'private' );
	const RESULT        = '_tqcheck_result';
	const LOG           = '_tqcheck_log';

	/** @var Tqcheck_Settings */
	private $settings;
	/** @var Tqcheck_Client */
	private $client;
	/** @var array Results of this request, by text. */
	private $results = array();
	/** @var array Texts that are let through by somebody's decision in this request. */
	private $decided = array();
	/** @var string The reason given for an override, while the request that gave it lasts. */
	private $reason = '';

	public function __construct( $settings, $client ) {
		$this->settings = $settings;
		$this->client   = $client;
	}

	public function register() {
		add_action( 'rest_api_init', array( $this, 'guard_rest' ) );
		// Late, so that what other plugins make of the text is what is checked.
		add_filter( 'wp_insert_post_data', array( $this, 'on_insert' ), 999, 2 );
		// Before WordPress's own, which publishes at 10.
		add_action( 'publish_future_post', array( $this, 'on_schedule' ), 1 );
		add_action( 'transition_post_status', array( $this, 'on_transition' ), 1, 3 );
	}

	public function guard_rest() {
		foreach ( $this->settings->types() as $type ) {
			add_filter( "rest_pre_insert_$type", array( $this, 'on_rest' ), 999, 2 );
		}
	}

	/** The block editor and other REST clients: an error, with nothing saved. */
	public function on_rest( $prepared, $request ) {
		if ( is_wp_error( $prepared ) || ! $this->settings->complete() ) {
			return $prepared;
		}
		$old    = isset( $prepared->ID ) ? get_post( $prepared->ID ) : null;
		$status = isset( $prepared->post_status ) ? $prepared->post_status : ( $old ? $old->post_status : 'draft' );
		$text   = array();
		foreach ( array( 'post_title', 'post_content', 'post_excerpt' ) as $key ) {
			$text[ $key ] = isset( $prepared->$key ) ? (string) $prepared->$key : ( $old ? (string) $old->$key : '' );
		}
		$this->take_reason( isset( $request['tqcheck_override'] ) ? $request['tqcheck_override'] : '' );
		$objection = $this->objection( $status, $text, $old );
		if ( null === $objection ) {
			return $prepared;
		}
		return new WP_Error( 'tqcheck_stopped', $objection['said'], array( 'status' => 409, 'tqcheck' => $objection['result'] ) );
	}

	/**
	 * Everything that goes through wp_insert_post().
	 *
	 * A text that was not public is kept, as pending. Of one that is, the public version stays, and the new one waits
	 * among its revisions: nothing is lost, and nothing goes out.
	 */
	public function on_insert( $data, $postarr ) {
		if ( ! $this->settings->complete() || ! in_array( $data['post_type'], $this->settings->types(), true ) ) {
			return $data;
		}
		$old = empty( $postarr['ID'] ) ? null : get_post( $postarr['ID'] );
		if ( isset( $_POST['tqcheck_override'], $_POST['tqcheck_nonce'] ) && wp_verify_nonce( $_POST['tqcheck_nonce'], 'tqcheck_override' ) ) {
			$this->take_reason( wp_unslash( $_POST['tqcheck_override'] ) );
		}
		$text      = wp_unslash( array_intersect_key( $data, array_flip( array( 'post_title', 'post_content', 'post_excerpt' ) ) ) );
		$objection = $this->objection( $data['post_status'], $text, $old );
		if ( null === $objection ) {
			return $data;
		}
		if ( $old && in_array( $old->post_status, array( 'publish', 'private' ), true ) ) {
			_wp_put_post_revision( array_merge( get_object_vars( $old ), $text ) );
			foreach ( array_keys( $text ) as $key ) {
				$data[ $key ] = wp_slash( $old->$key );
			}
			$data['post_status'] = $old->post_status;
		} else {
			$data['post_status'] = 'pending';
		}
		$this->tell( $objection['said'] );
		return $data;
	}

	/** The clock has struck for a scheduled text. */
	public function on_schedule( $post_id ) {
		$post = get_post( $post_id );
		if ( $post && 'future' === $post->post_status ) {
			$this->hold( $post );
		}
	}

	/** The last door: a status that was changed in the table by wp_publish_post(). */
	public function on_transition( $new, $old, $post ) {
		if ( $new !== $old && in_array( $new, array( 'publish', 'private' ), true ) ) {
			$this->hold( $post );
		}
	}

	/** Make it pending where the check stops it. */
	private function hold( $post ) {
		if ( ! $this->settings->complete() || ! in_array( $post->post_type, $this->settings->types(), true ) ) {
			return;
		}
		$objection = $this->objection( 'publish', self::text_of( $post ), $post, true );
		if ( null !== $objection ) {
			$this->log( $post->ID, 'stopped', $objection['said'], $objection['result'] );
			wp_update_post( array( 'ID' => $post->ID, 'post_status' => 'pending' ) );
		}
	}

	/**
	 * Why a text may not get that status now; null where it may.
	 *
	 * @param array        $text  Title, content and excerpt, not slashed.
	 * @param WP_Post|null $old   The post as it is in the database.
	 * @param bool         $again Whether it is public already by its status, and so to be looked at nevertheless.
	 */
	private function objection( $status, array $text, $old, $again = false ) {
		if ( ! in_array( $status, self::PUBLIC_STATUS, true ) ) {
			return null;
		}
		if ( ! $again && $old && $old->post_status === $status && 'future' !== $status && self::text_of( $old ) === $text ) {
			return null; // A new category of what is public anyway.
		}
		$id     = $old ? (int) $old->ID : 0;
		$key    = self::key( $text );
		$result = $this->result( $id, $key, $text );
		if ( $this->passes( $result ) ) {
			return null;
		}
		if ( isset( $this->decided[ $key ] ) || ( $id && $this->overridden( $id, $key ) ) ) {
			return null;
		}
		if ( '' !== $this->reason && current_user_can( 'tqcheck_override' ) ) {
			$this->decided[ $key ] = true;
			$this->log( $id, 'override', $this->reason, array( 'key' => $key ) + $result );
			return null;
		}
		$said = '' === $result['verdict']
			? 'tqcheck could not judge this text, so it is not published. '
			: 'tqcheck stopped this text. ';
		return array( 'said' => implode( ' ', array_merge( array( $said . $result['reason'] ), self::named( $result['flaws'] ) ) ), 'result' => $result );
	}

	/** The first flaws of the worst kind, for whoever sees the message and no panel. */
	private static function named( array $flaws ) {
		foreach ( array( 'error', 'warning' ) as $severity ) {
			$named = array();
			foreach ( $flaws as $flaw ) {
				if ( $severity === $flaw['severity'] && count( $named ) < 3 ) {
					$named[] = "“{$flaw['quote']}”: {$flaw['message']}";
				}
			}
			if ( $named ) {
				return $named;
			}
		}
		return array();
	}

	private function passes( array $result ) {
		if ( '' === $result['verdict'] ) {
			return 'open' === $this->settings->get( 'on_failure' );
		}
		return 'block' !== $result['verdict'] && ! ( $result['flagged'] && 'flagged' === $this->settings->get( 'stop_on' ) );
	}

	/** The result for a text: of this request, of the post's last check, or of the service. */
	public function result( $id, $key, array $text ) {
		if ( isset( $this->results[ $key ] ) ) {
			return $this->results[ $key ];
		}
		$kept = $id ? get_post_meta( $id, self::RESULT, true ) : null;
		if ( is_array( $kept ) && isset( $kept['key'], $kept['verdict'] ) && $kept['key'] === $this->kept_key( $key ) && '' !== $kept['verdict'] ) {
			$this->results[ $key ] = $kept;
			return $kept;
		}
		$names  = array( 'post_title' => 'title', 'post_content' => 'content', 'post_excerpt' => 'excerpt' );
		$fields = array();
		foreach ( $text as $name => $words ) {
			$fields[ $names[ $name ] ] = $words;
		}
		$result                = $this->client->check( "post-$id", $fields );
		$this->results[ $key ] = $result;
		if ( $id ) {
			update_post_meta( $id, self::RESULT, wp_slash( array( 'key' => $this->kept_key( $key ), 'at' => time() ) + $result ) );
		}
		return $result;
	}

	/** The whole text, as one word. */
	public static function key( array $text ) {
		ksort( $text );
		return hash( 'sha256', serialize( $text ) );
	}

	public static function text_of( $post ) {
		return array(
			'post_title'   => (string) $post->post_title,
			'post_content' => (string) $post->post_content,
			'post_excerpt' => (string) $post->post_excerpt,
		);
	}

	/** A result is good for the settings that it was made under, and for a day: rules get better. */
	private function kept_key( $key ) {
		$told = array( $key, $this->settings->get( 'url' ), $this->settings->get( 'language' ), $this->settings->get( 'source_language' ), gmdate( 'Y-m-d' ) );
		return hash( 'sha256', implode( "\n", $told ) );
	}

	private function take_reason( $reason ) {
		$this->decided = array();
		$this->reason  = trim( sanitize_text_field( is_string( $reason ) ? $reason : '' ) );
	}

	private function overridden( $id, $key ) {
		foreach ( (array) get_post_meta( $id, self::LOG, false ) as $entry ) {
			if ( is_array( $entry ) && 'override' === $entry['what'] && $entry['key'] === $key ) {
				return true;
			}
		}
		return false;
	}

	private function log( $id, $what, $said, array $result ) {
		$entry = array(
			'what'    => $what,
			'said'    => $said,
			'key'     => isset( $result['key'] ) ? $result['key'] : '',
			'verdict' => $result['verdict'],
			'user'    => get_current_user_id(),
			'at'      => time(),
		);
		if ( $id ) {
			add_post_meta( $id, self::LOG, wp_slash( $entry ) );
			return;
		}
		// A post that is just being made has no number yet.
		$once = function ( $new_id ) use ( &$once, $entry ) {
			remove_action( 'save_post', $once, 1 );
			add_post_meta( $new_id, self::LOG, wp_slash( $entry ) );
		};
		add_action( 'save_post', $once, 1 );
	}

	private function tell( $said ) {
		$user = get_current_user_id();
		if ( $user ) {
			set_transient( "tqcheck_said_$user", $said, 300 );
		}
	}
}

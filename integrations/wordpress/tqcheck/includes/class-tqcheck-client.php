<?php
/** Asks the service. */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

class Tqcheck_Client {
	/** @var Tqcheck_Settings */
	private $settings;

	public function __construct( $settings ) {
		$this->settings = $settings;
	}

	/**
	 * What the service says of the fields of a text.
	 *
	 * @param array $fields Name to text or HTML.
	 * @return array `verdict` (pass, review, block; '' where it was not judged), `flagged`, `reason`, `flaws`.
	 */
	public function check( $id, array $fields ) {
		$fields = array_filter(
			array_map( 'strval', $fields ),
			function ( $text ) {
				return '' !== trim( $text );
			}
		);
		if ( ! $fields ) {
			return self::result( 'pass', false, 'There is no text in it.' );
		}
		$timeout = max( 1, (float) $this->settings->get( 'timeout' ) );
		$end     = microtime( true ) + $timeout;
		$request = array(
			'id'       => (string) $id,
			'fields'   => $fields,
			'deadline' => max( 0, $timeout - 1 ),
		);
		foreach ( array( 'language', 'source_language' ) as $key ) {
			if ( $this->settings->get( $key ) ) {
				$request[ $key ] = $this->settings->get( $key );
			}
		}
		$body   = wp_json_encode( $request );
		$answer = is_string( $body ) ? $this->ask( 'POST', '/v1/check', $body, $timeout ) : null;
		while ( is_array( $answer ) && isset( $answer['job']['id'] ) ) {
			// What the rules alone object to stays so, whatever the model will say.
			if ( isset( $answer['verdict'] ) && 'block' === $answer['verdict'] ) {
				break;
			}
			$left = $end - microtime( true );
			if ( $left < 0.3 ) {
				return self::unjudged( 'The service did not finish in time.' );
			}
			usleep( 250000 );
			$answer = $this->ask( 'GET', '/v1/jobs/' . rawurlencode( $answer['job']['id'] ), '', max( 0.3, $left - 0.25 ) );
		}
		if ( is_string( $answer ) ) {
			return self::unjudged( $answer );
		}
		$known = array( 'pass', 'review', 'block', 'undecided' );
		if ( ! isset( $answer['verdict'], $answer['schema'] ) || 'tqcheck.check/1' !== $answer['schema'] || ! in_array( $answer['verdict'], $known, true ) ) {
			return self::unjudged( 'The service gave no answer that can be read.' );
		}
		$reason = isset( $answer['reason'] ) ? (string) $answer['reason'] : '';
		if ( 'undecided' === $answer['verdict'] ) {
			return self::unjudged( $reason );
		}
		return self::result( $answer['verdict'], ! empty( $answer['flagged'] ), $reason, self::flaws( $answer ) );
	}

	/** @return array|string|null The answer; a sentence where the text was not judged. */
	private function ask( $method, $path, $body, $timeout ) {
		$response = wp_remote_request(
			rtrim( $this->settings->get( 'url' ), '/' ) . $path,
			array(
				'method'      => $method,
				'timeout'     => $timeout,
				'redirection' => 0, // A redirect would carry the token to another place.
				'headers'     => array_merge(
					array(
						'Content-Type' => 'application/json',
						'Accept'       => 'application/json',
					),
					$this->credentials( $body )
				),
				'body'        => $body,
			)
		);
		if ( is_wp_error( $response ) ) {
			return 'The service cannot be reached: ' . $response->get_error_message();
		}
		$status = (int) wp_remote_retrieve_response_code( $response );
		$answer = json_decode( wp_remote_retrieve_body( $response ), true );
		if ( 200 !== $status && 202 !== $status ) {
			$detail = is_array( $answer ) && isset( $answer['detail'] ) ? (string) $answer['detail'] : '';
			return trim( "The service answered $status. $detail" );
		}
		return is_array( $answer ) ? $answer : null;
	}

	private function credentials( $body ) {
		$token = $this->settings->token();
		if ( '' === $token ) {
			return array();
		}
		if ( 'bearer' === $this->settings->get( 'signing' ) ) {
			return array( 'Authorization' => "Bearer $token" );
		}
		// With fractions: the service takes each signature once.
		$stamp = sprintf( '%.6F', microtime( true ) );
		return array(
			'X-Tqcheck-Timestamp' => $stamp,
			'X-Tqcheck-Signature' => 'sha256=' . hash_hmac( 'sha256', "$stamp.$body", $token ),
		);
	}

	private static function flaws( array $answer ) {
		$flaws     = array();
		$documents = isset( $answer['report']['documents'] ) ? (array) $answer['report']['documents'] : array();
		foreach ( $documents as $document ) {
			foreach ( isset( $document['findings'] ) ? (array) $document['findings'] : array() as $finding ) {
				$flaw = array();
				foreach ( array( 'rule', 'severity', 'quote', 'message', 'suggestion' ) as $key ) {
					$flaw[ $key ] = isset( $finding[ $key ] ) && is_string( $finding[ $key ] ) ? $finding[ $key ] : null;
				}
				$flaws[] = $flaw;
			}
		}
		return array_slice( $flaws, 0, 50 );
	}

	private static function unjudged( $reason ) {
		return self::result( '', false, $reason );
	}

	private static function result( $verdict, $flagged, $reason, array $flaws = array() ) {
		return compact( 'verdict', 'flagged', 'reason', 'flaws' );
	}
}

<?php
/**
 * Every door through which a text may be published, tried with a flawed text and a clean one.
 *
 * Prints what came of it as JSON. Runs on the stubs beside it or, where TQCHECK_WORDPRESS names a folder with an
 * installed WordPress that has the plugin active, on that.
 */

error_reporting( E_ALL );
set_error_handler(
	function ( $level, $said, $file, $line ) {
		if ( false !== strpos( $file, 'tqcheck' ) && ( error_reporting() & $level ) ) {
			fwrite( STDERR, "$said at $file:$line\n" );
			exit( 1 );
		}
		return false;
	}
);
$asked = array();
if ( getenv( 'TQCHECK_WORDPRESS' ) ) {
	$_SERVER['HTTP_HOST'] = 'localhost';
	require getenv( 'TQCHECK_WORDPRESS' ) . '/wp-load.php';
	require_once ABSPATH . 'wp-admin/includes/admin.php';
	function trust( array $caps ) {
		$user = get_user_by( 'id', 1 );
		wp_set_current_user( 1 );
		foreach ( array( 'tqcheck_override' ) as $cap ) {
			in_array( $cap, $caps, true ) ? $user->add_cap( $cap ) : $user->add_cap( $cap, false );
		}
		wp_set_current_user( 0 );
		wp_set_current_user( 1 );
	}
	add_filter(
		'pre_http_request',
		function ( $answer, $arguments, $url ) {
			$GLOBALS['asked'][] = $url;
			return $answer;
		},
		10,
		3
	);
} else {
	require __DIR__ . '/stubs.php';
}

const FLAWED = 'The ferry left the the harbour late in the evening. Nobody on board had expected "such" a \\ storm.';
const CLEAN  = 'The ferry left the harbour late in the evening. Nobody on board had expected "such" a \\ storm.';

function posted( $text, $status, $type = 'post' ) {
	return wp_insert_post( wp_slash( array( 'post_title' => 'A storm in the evening', 'post_content' => $text, 'post_status' => $status, 'post_type' => $type, 'post_date' => 'future' === $status ? gmdate( 'Y-m-d H:i:s', time() + 86400 ) : gmdate( 'Y-m-d H:i:s', time() - 86400 ) ) ) );
}
function changed( $id, array $values ) {
	return wp_update_post( wp_slash( array( 'ID' => $id ) + $values ) );
}
function rest( $id, array $values ) {
	$request = new WP_REST_Request( 'POST', '/wp/v2/posts' . ( $id ? "/$id" : '' ) );
	$request->set_body_params( $values );
	$response = rest_do_request( $request );
	return array( $response->get_status(), $response->get_data() );
}
function state( $id ) {
	$post = get_post( $id );
	return array( $post->post_status, FLAWED === $post->post_content ? 'flawed' : ( CLEAN === $post->post_content ? 'clean' : $post->post_content ) );
}
function settings( array $values ) {
	update_option( 'tqcheck', $values + json_decode( getenv( 'TQCHECK_SETTINGS' ), true ) );
}

$found = array();
settings( array() );
trust( array() );

foreach ( array( 'flawed' => FLAWED, 'clean' => CLEAN ) as $what => $text ) {
	$found[ $what ]['insert']  = state( posted( $text, 'publish' ) );
	$found[ $what ]['private'] = state( posted( $text, 'private' ) );
	$found[ $what ]['page']    = state( posted( $text, 'publish', 'page' ) );
	$found[ $what ]['draft']   = state( posted( $text, 'draft' ) );
	$id                        = posted( $text, 'draft' );
	changed( $id, array( 'post_status' => 'publish' ) );
	$found[ $what ]['update'] = state( $id );
	$id                       = posted( $text, 'draft' );
	wp_publish_post( $id );
	$found[ $what ]['publish_post'] = state( $id );
	$found[ $what ]['schedule']     = state( posted( $text, 'future' ) );

	$id                        = posted( $text, 'draft' );
	list( $status, $data )     = rest( $id, array( 'status' => 'publish' ) );
	$found[ $what ]['rest']    = array( $status, state( $id )[0] );
	list( $status, $data )     = rest( 0, array( 'title' => 'New', 'content' => $text, 'status' => 'publish' ) );
	$found[ $what ]['restnew'] = $status;
	$found[ $what ]['message'] = isset( $data['message'] ) ? $data['message'] : '';

	// Scheduled when the guard was not yet there, or let it: the clock strikes.
	settings( array( 'url' => '' ) );
	$id = posted( $text, 'future' );
	settings( array() );
	changed( $id, array() ); // Nothing new: the status stays as it was told.
	settings( array( 'url' => '' ) );
	$id = posted( $text, 'future' );
	settings( array() );
	if ( isset( $GLOBALS['wpdb'] ) ) {
		$GLOBALS['wpdb']->update( $GLOBALS['wpdb']->posts, array( 'post_date_gmt' => '2001-01-01 00:00:00' ), array( 'ID' => $id ) );
		clean_post_cache( $id );
	}
	do_action( 'publish_future_post', $id );
	$found[ $what ]['clock'] = state( $id );
}

// What is public stays public, and as it was.
$id = posted( CLEAN, 'publish' );
changed( $id, array( 'post_content' => FLAWED ) );
$found['edit'] = state( $id );
$revisions     = array();
foreach ( isset( $GLOBALS['wpdb'] ) ? wp_get_post_revisions( $id ) : $posts as $one ) {
	if ( 'revision' === $one->post_type && $id === (int) $one->post_parent ) {
		$revisions[] = FLAWED === $one->post_content ? 'flawed' : 'other';
	}
}
$found['kept'] = in_array( 'flawed', $revisions, true );
$found['said'] = (string) get_transient( 'tqcheck_said_1' );
list( $status ) = rest( $id, array( 'content' => FLAWED ) );
$found['restedit'] = array( $status, state( $id ) );

// What is flawed and public from before may get a new category.
settings( array( 'url' => '' ) );
$id = posted( FLAWED, 'publish' );
settings( array() );
changed( $id, array( 'comment_status' => 'closed' ) );
$found['old'] = state( $id );

// The same text is asked for once.
$id    = posted( CLEAN . ' It was long ago.', 'draft' );
$asked = array();
rest( $id, array( 'status' => 'publish' ) );
$found['asked'] = count( preg_grep( '#/v1/check#', $asked ) );

// An override needs a reason and somebody who may.
$id                   = posted( FLAWED, 'draft' );
list( $status )       = rest( $id, array( 'status' => 'publish', 'tqcheck_override' => 'It is a quotation.' ) );
$found['overrides'][] = $status;
trust( array( 'tqcheck_override' ) );
list( $status )       = rest( $id, array( 'status' => 'publish', 'tqcheck_override' => '  ' ) );
$found['overrides'][] = $status;
list( $status )       = rest( $id, array( 'status' => 'publish', 'tqcheck_override' => 'It is a <b>quotation</b>.' ) );
$found['overrides'][] = $status;
$log                  = get_post_meta( $id, '_tqcheck_log', false );
$found['log']         = array_map( function ( $one ) { return array( $one['what'], $one['said'], $one['user'] ); }, $log );
trust( array() );
changed( $id, array( 'post_status' => 'draft' ) );
changed( $id, array( 'post_status' => 'publish' ) );
$found['overridden'] = state( $id )[0];
changed( $id, array( 'post_content' => FLAWED . ' More of the the same.' ) );
$found['changed after'] = state( $id );

// A form of the classic editor, with and without its nonce.
trust( array( 'tqcheck_override' ) );
foreach ( array( 'wrong', 'right' ) as $nonce ) {
	$_POST = wp_slash( array( 'tqcheck_override' => 'It is so.', 'tqcheck_nonce' => 'right' === $nonce ? ( isset( $GLOBALS['wpdb'] ) ? wp_create_nonce( 'tqcheck_override' ) : 'nonce-tqcheck_override' ) : 'x' ) );
	rest( 0, array( 'title' => 'a', 'content' => 'b', 'status' => 'draft' ) ); // A new request forgets the last one's reason.
	$found['form'][ $nonce ] = state( posted( FLAWED, 'publish' ) )[0];
}
$_POST = array();
trust( array() );
rest( 0, array( 'title' => 'a', 'content' => 'b', 'status' => 'draft' ) );

echo json_encode( $found, JSON_PRETTY_PRINT );

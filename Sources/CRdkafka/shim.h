// What Swift cannot reach by itself: variadic functions, eventfd, mallopt.
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <malloc.h>
#include <sys/eventfd.h>

static inline int plaudit_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

/// Produces with headers and a timestamp. Copies key and value. The headers stay the caller's
/// when it fails. The partition must exist: 2.0.2 frees the headers twice otherwise.
static inline rd_kafka_resp_err_t plaudit_produce(
    rd_kafka_t *rk, rd_kafka_topic_t *topic, int32_t partition, const void *key, size_t key_count,
    const void *value, size_t value_count, int64_t timestamp, rd_kafka_headers_t *headers) {
    return rd_kafka_producev(
        rk, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(partition),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(key, key_count),
        RD_KAFKA_V_VALUE((void *)value, value_count), RD_KAFKA_V_TIMESTAMP(timestamp),
        RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END);
}

/// The mock broker's next answer to a request of this kind is this error, after so many ms.
static inline void plaudit_mock_answer(
    rd_kafka_mock_cluster_t *cluster, int32_t broker, int16_t request, rd_kafka_resp_err_t error,
    int milliseconds) {
    rd_kafka_mock_broker_push_request_error_rtts(
        cluster, broker, request, 1, error, milliseconds);
}

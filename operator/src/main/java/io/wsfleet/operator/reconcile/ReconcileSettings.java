package io.wsfleet.operator.reconcile;

import io.wsfleet.operator.kube.AllowedImages;
import io.wsfleet.operator.kube.MountableSecrets;
import java.time.Duration;

/**
 * The settings of a reconcile.
 *
 * @param gatewayImage of resources that name none
 * @param redisImage of resources that name none
 * @param nodeAddress the host in the URL of a NodePort Service; empty for the address of a node
 * @param retryInterval until what the API server refused is tried again
 * @param progressDeadline how long a pod may take to become ready
 * @param upgradePolicy when a new version of the operator replaces the pods of unchanged fleets
 * @param operator the namespace and name of the Lease, which tell this operator from others
 * @param allowedImages that resources may name
 * @param mountableSecrets that resources may name
 */
public record ReconcileSettings(
    String gatewayImage,
    String redisImage,
    String nodeAddress,
    Duration retryInterval,
    Duration progressDeadline,
    UpgradePolicy upgradePolicy,
    String operator,
    AllowedImages allowedImages,
    MountableSecrets mountableSecrets) {}
